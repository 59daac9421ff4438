/** A tar archive (ustar) of some files. */
export const tarOf = (files: Readonly<Record<string, string | Buffer>>): Buffer =>
  Buffer.concat([
    ...Object.entries(files).flatMap(([name, content]) => {
      const bytes = Buffer.from(content)
      const long = Buffer.byteLength(name) > 100
      return [
        ...(long ? [header('././@LongLink', Buffer.byteLength(name), 'L'), padded(Buffer.from(name))] : []),
        header(long ? 'long' : name, bytes.length, '0'),
        padded(bytes),
      ]
    }),
    Buffer.alloc(1024),
  ])

const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)])

const header = (name: string, size: number, type: string): Buffer => {
  const block = Buffer.alloc(512)
  block.write(name, 0)
  block.write('0000644\0', 100)
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  block.write('        ', 148)
  block.write(type, 156)
  block.write('ustar\x0000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}
