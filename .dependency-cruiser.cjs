/** Who may import whom: the flow of data, checked by machine. `docs/design.md` draws it. */
const folders = {
  core: [],
  io: ['core'],
  config: ['core'],
  parsers: ['io', 'core'],
  vocab: ['io', 'core'],
  index: ['io', 'core'],
  // Folders of models, tokenizers, networks and their threads; knows tensors, not what they mean.
  models: ['io', 'core'],
  // Models that make vectors of names.
  encoder: ['models', 'io', 'core'],
  curation: ['io', 'core'],
  // Two releases of a source, compared; knows concepts, not where they are kept.
  diff: ['curation', 'core'],
  // The linker knows what it looks things up with by contract alone.
  linker: ['core'],
  // Whose proxies, which clock: the pipeline says. What a source is, by shape alone.
  download: ['io', 'core'],
  // Formats of annotated text, in and out.
  documents: ['io', 'core'],
  // Text to mentions. Names are looked up by contract alone.
  ner: ['models', 'io', 'core'],
  // Figures from gold and findings.
  eval: ['core'],
  // Checks for parsers, shipped so that users can hold their own to them.
  testing: ['parsers', 'io', 'core'],
  pipeline: [
    'config',
    'download',
    'documents',
    'ner',
    'eval',
    'linker',
    'encoder',
    'models',
    'curation',
    'diff',
    'index',
    'vocab',
    'parsers',
    'io',
    'core',
  ],
  // The command line reads input lines and translates storage errors; all else goes through the pipeline.
  cli: ['pipeline', 'config', 'io', 'core'],
}

const mayImport = Object.entries(folders).map(([from, allowed]) => ({
  name: `${from}-imports`,
  comment: `src/${from} may import ${allowed.join(', ') || 'nothing else in src'} (contracts apart)`,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: {
    path: '^src/',
    pathNot: [
      `^src/(${[from, ...allowed].join('|')})/`,
      ...(from === 'linker' ? ['^src/(index|vocab)/contract\\.ts$'] : []),
      ...(from === 'ner' ? ['^src/index/contract\\.ts$'] : []),
      ...(from === 'cli' ? ['^src/linker/contract\\.ts$'] : []),
    ],
  },
}))

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    ...mayImport,
    {
      name: 'registries-for-the-pipeline',
      comment: 'parts do not know their siblings: only the pipeline reads a registry',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/pipeline/' },
      to: { path: '^src/(?!core/)[^/]+/registry\\.ts$' },
    },
    {
      name: 'one-sqlite-driver',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/vocab/database\\.ts$' },
      to: { path: 'node_modules/better-sqlite3' },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node'],
    },
  },
}
