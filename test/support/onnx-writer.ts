/**
 * Writes small networks in the ONNX format (protocol buffers; onnx.proto3 of ONNX 1.12, opset 17), so that tests need no
 * Python and no file of others.
 */
export interface OnnxNode {
  readonly operator: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Whole numbers alone. */
  readonly attributes?: Readonly<Record<string, number>>
}

/** Element types of ONNX. */
export const ELEMENT = { float32: 1, int32: 6, int64: 7, float16: 10 } as const

export interface OnnxValue {
  readonly name: string
  readonly type: keyof typeof ELEMENT
  /** Named where it differs from run to run. */
  readonly shape: readonly (number | string)[]
}

export interface OnnxConstant {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array | BigInt64Array
}

export interface OnnxGraph {
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  readonly constants: readonly OnnxConstant[]
  readonly nodes: readonly OnnxNode[]
}

export const onnxBytes = (graph: OnnxGraph): Buffer =>
  message(
    integer(1, 8),
    text(2, 'ontoground-tests'),
    bytes(7, graphMessage(graph)),
    bytes(8, message(text(1, ''), integer(2, 17))),
  )

const graphMessage = ({ nodes, constants, inputs, outputs }: OnnxGraph): Buffer =>
  message(
    ...nodes.map((node) => bytes(1, nodeMessage(node))),
    text(2, 'graph'),
    ...constants.map((constant) => bytes(5, tensorMessage(constant))),
    ...inputs.map((value) => bytes(11, valueMessage(value))),
    ...outputs.map((value) => bytes(12, valueMessage(value))),
  )

const ATTRIBUTE_OF_INTEGER = 2

const nodeMessage = ({ operator, inputs, outputs, attributes = {} }: OnnxNode): Buffer =>
  message(
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(3, outputs.join('+')),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) =>
      bytes(5, message(text(1, name), integer(3, value), integer(20, ATTRIBUTE_OF_INTEGER))),
    ),
  )

const tensorMessage = ({ name, shape, values }: OnnxConstant): Buffer =>
  message(
    ...shape.map((length) => integer(1, length)),
    integer(2, values instanceof Float32Array ? ELEMENT.float32 : ELEMENT.int64),
    text(8, name),
    bytes(9, Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  )

const valueMessage = ({ name, type, shape }: OnnxValue): Buffer => {
  const places = shape.map((length) =>
    bytes(1, typeof length === 'number' ? integer(1, length) : text(2, length)),
  )
  const tensor = message(integer(1, ELEMENT[type]), bytes(2, message(...places)))
  return message(text(1, name), bytes(2, message(bytes(1, tensor))))
}

// Wire types of protocol buffers: 0 a number of variable length, 2 a length and so many bytes.

const integer = (field: number, value: number): Buffer =>
  Buffer.concat([variable(field << 3), variable(value)])

const bytes = (field: number, content: Buffer): Buffer =>
  Buffer.concat([variable((field << 3) | 2), variable(content.length), content])

const text = (field: number, content: string): Buffer => bytes(field, Buffer.from(content))

const message = (...fields: readonly Buffer[]): Buffer => Buffer.concat(fields)

const variable = (value: number): Buffer => {
  const found: number[] = []
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) found.push((rest % 128) | 128)
  return Buffer.from([...found, rest])
}
