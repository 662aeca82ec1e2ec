// Runs in a fresh process: loads the app's entry files (the arguments) as the Functions worker
// does and prints how long it took. Plain JavaScript on Node's own modules, so that nothing the
// app needs is loaded before.
import Module from 'node:module'
import { pathToFileURL } from 'node:url'

const nothing = { dispose: () => undefined }
const core = {
  version: '3.0.0',
  hostVersion: '4.0.0',
  Disposable: class {},
  log: () => undefined,
  registerHook: () => nothing,
  registerFunction: () => nothing,
  setProgrammingModel: () => undefined,
  getProgrammingModel: () => undefined,
}
const load = Module._load
Module._load = (request, ...rest) =>
  request === '@azure/functions-core' ? core : load(request, ...rest)

const start = performance.now()
const cpuStart = process.cpuUsage()
for (const file of process.argv.slice(2)) await import(pathToFileURL(file).href)
const ms = performance.now() - start
const { user, system } = process.cpuUsage(cpuStart)
const cpuMs = (user + system) / 1000
console.log(JSON.stringify({ ms, cpuMs, mebibytes: process.memoryUsage.rss() / 1024 ** 2 }))
