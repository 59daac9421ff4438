// Builds a knowledge base and kills itself in the middle of embedding: node --import tsx killed-build.ts CONFIG
import { loadConfig } from '../../src/config/load.ts'
import { buildKnowledgeBase } from '../../src/pipeline/build.ts'

const [configFile = ''] = process.argv.slice(2)
await buildKnowledgeBase(loadConfig(configFile), {
  onEvent: (event) => {
    if (event.kind === 'embedding' && event.embedded > 0) process.kill(process.pid, 'SIGKILL')
  },
})
