import { randomUUID } from 'node:crypto'
import { messageOf, type HostLog } from '../log.ts'
import { writeAppLog, type AppRegistry, type RegisteredFunction } from './core-module.ts'
import type {
  CoreInvocationContext,
  FunctionCallback,
  InvocationModel,
  InvocationResponse,
  TypedData,
} from './core-types.ts'

export type InvocationOutcome =
  | { readonly kind: 'succeeded'; readonly response: InvocationResponse }
  | { readonly kind: 'failed' }

/** Runs a function once; a failure is logged and answered, never thrown. */
export type Invoke = (
  name: string,
  input: TypedData,
  triggerMetadata?: Readonly<Record<string, TypedData>>,
) => Promise<InvocationOutcome>

function triggerName({ metadata }: RegisteredFunction): string {
  const trigger = Object.entries(metadata.bindings).find(([, { type }]) => isTriggerType(type))
  if (!trigger) throw new Error(`The function "${metadata.name}" has no trigger.`)
  return trigger[0]
}

export function isTriggerType(type: string): boolean {
  return type.toLowerCase().endsWith('trigger')
}

/** Calls the function between its pre- and post-invocation hooks, which may replace anything. */
async function callWithHooks(
  registry: AppRegistry,
  model: InvocationModel,
  core: CoreInvocationContext,
  functionCallback: FunctionCallback,
): Promise<InvocationResponse> {
  const { context, inputs } = await model.getArguments()
  const hookData = {}
  const before = { hookData, functionCallback, inputs, invocationContext: context }
  core.state = 'preInvocationHooks'
  await registry.runHooks('preInvocation', before)
  const after: Record<string, unknown> = {
    hookData,
    inputs: before.inputs,
    invocationContext: context,
    result: null,
    error: null,
  }
  core.state = 'invocation'
  try {
    after['result'] = await model.invokeFunction(context, before.inputs, before.functionCallback)
  } catch (error) {
    // A thrown `undefined` is a failure too; hooks clear `error` to turn it into a success.
    after['error'] = error ?? new Error(String(error))
  }
  core.state = 'postInvocationHooks'
  await registry.runHooks('postInvocation', after)
  core.state = undefined
  const failure = after['error']
  if (failure instanceof Error) throw failure
  if (failure !== null && failure !== undefined) throw new Error(messageOf(failure))
  return model.getResponse(context, after['result'])
}

export function createInvoke(registry: AppRegistry, log: HostLog): Invoke {
  return async (name, input, triggerMetadata = {}) => {
    const invocationId = randomUUID()
    try {
      const registered = registry.functions.get(name)
      if (!registered) throw new Error('there is no such function')
      const core: CoreInvocationContext = {
        invocationId,
        request: { inputData: [{ name: triggerName(registered), data: input }], triggerMetadata },
        metadata: registered.metadata,
        log: (level, category, message) => writeAppLog(log, level, category, message),
      }
      const model = registry.programmingModel().getInvocationModel(core)
      const response = await callWithHooks(registry, model, core, registered.callback)
      return { kind: 'succeeded', response }
    } catch (error) {
      log.error(`Function "${name}" failed (${invocationId}): ${messageOf(error)}`)
      return { kind: 'failed' }
    }
  }
}
