// Installs the dependencies from the lock file: `npm run setup`. Native add-ons are compiled where no prebuilt binary
// can be had; they then need Node's own headers, which are looked for beside this Node before anything is downloaded.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

const configured = execFileSync('npm', ['config', 'get', 'nodedir'], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
}).trim()
const beside = dirname(dirname(process.execPath))
const hasHeaders = (folder) => existsSync(join(folder, 'include/node/node.h'))
const nodedir = ['', 'undefined', 'null'].includes(configured) ? [beside, '/usr'].find(hasHeaders) : undefined

const env = {
  ...process.env,
  // Its own files suffice; else it would fetch a library for graphics cards from a host of its own.
  ONNXRUNTIME_NODE_INSTALL: 'skip',
  ...(nodedir === undefined ? {} : { npm_config_nodedir: nodedir }),
}
const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { stdio: 'inherit', env })
process.exit(status ?? 1)
