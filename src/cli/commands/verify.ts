import { verifyKnowledgeBase } from '../../pipeline/verify.ts'
import { type CommonOptions, kbFolder } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { print, type Terminal, thousands } from '../terminal.ts'

/** `ontoground verify` */
export const verify = async (
  options: CommonOptions & { readonly json?: boolean },
  terminal: Terminal,
): Promise<number> => {
  const verdict = await verifyKnowledgeBase(kbFolder(options, terminal))
  if (options.json === true) await print(terminal.stdout, `${JSON.stringify(verdict)}\n`)
  else {
    const lines = verdict.files.map(({ file, bytes, problem }) =>
      problem === null ? `ok       ${file} (${thousands(bytes)} bytes)` : `damaged  ${file}: ${problem}`,
    )
    const end = verdict.ok
      ? `Build ${verdict.build} is whole.`
      : `Build ${verdict.build} is damaged. Run ontoground build --full.`
    await print(terminal.stdout, `${[...lines, end].join('\n')}\n`)
  }
  return verdict.ok ? EXIT.done : EXIT.failed
}
