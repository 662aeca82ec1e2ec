/**
 * The part of the contract between `@azure/functions` and its worker that this host uses. The real
 * worker hands the library a module named `@azure/functions-core`; no package carries its types.
 */

/** One value on its way between host and library; exactly one property is set. */
export interface TypedData {
  readonly string?: string
  readonly json?: string
  readonly bytes?: Uint8Array
  readonly http?: RpcHttpRequest
}

export interface NullableString {
  readonly value: string
}

export interface RpcHttpRequest {
  readonly url: string
  readonly method: string
  readonly nullableHeaders: Readonly<Record<string, NullableString>>
  readonly nullableQuery: Readonly<Record<string, NullableString>>
  readonly nullableParams: Readonly<Record<string, NullableString>>
  readonly body?: TypedData
}

export interface RpcHttpCookie {
  readonly name: string
  readonly value: string
  readonly domain?: { readonly value: string }
  readonly path?: { readonly value: string }
  readonly expires?: { readonly value: { readonly seconds: number } }
  readonly secure?: { readonly value: boolean }
  readonly httpOnly?: { readonly value: boolean }
  readonly maxAge?: { readonly value: number }
  /** `none` means that the function said nothing, `explicitNone` that it said `None`. */
  readonly sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone'
}

export interface RpcHttpResponse {
  readonly statusCode?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: readonly RpcHttpCookie[]
  readonly body?: TypedData | null
}

/** The options of a trigger or output as the app gave them, plus what the library adds. */
export interface Binding {
  readonly type: string
  readonly direction: string
  readonly [option: string]: unknown
}

export interface FunctionMetadata {
  readonly name: string
  readonly bindings: Readonly<Record<string, Binding>>
  readonly retryOptions?: unknown
}

export type FunctionCallback = (...args: unknown[]) => unknown
export type HookCallback = (context: Record<string, unknown>) => unknown

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none'

export interface CoreInvocationContext {
  readonly invocationId: string
  readonly request: {
    readonly inputData: readonly { readonly name: string; readonly data: TypedData }[]
    readonly triggerMetadata: Readonly<Record<string, TypedData>>
  }
  readonly metadata: FunctionMetadata
  /** The library warns about log calls after the function ended, unless a hook makes them. */
  state?: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined
  log(level: LogLevel, category: string, message: string): void
}

export interface InvocationResponse {
  readonly returnValue?: { readonly http?: RpcHttpResponse } | null
}

export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>
}

export interface ProgrammingModel {
  readonly name: string
  readonly version: string
  getInvocationModel(context: CoreInvocationContext): InvocationModel
  getCapabilities?(own: Record<string, string>): Promise<Record<string, string>>
}
