import type * as z from 'zod'
import type { HttpMethod, HttpRequest, HttpResponseInit } from '@azure/functions'
import { app } from '@azure/functions'
import type { Context } from '../../workspace/context.ts'
import type { ErrorCode } from '../errors/error-catalogue.ts'
import type { Access } from './access.ts'
import type { AppState } from './app-state.ts'
import { httpHandler, type Incoming } from './http-handler.ts'

/** What a parameter in the path of a route means; the example is also what tests send. */
export interface ParameterDocs {
  readonly description: string
  readonly example: string
}

export interface AnswerDocs {
  readonly description: string
  readonly schema: z.ZodType
}

/** What the published description of the interface says about a route. */
export interface RouteDocs {
  readonly tag: 'Collect' | 'Look up' | 'Manage' | 'Jobs' | 'State' | 'Browser libraries'
  readonly summary: string
  readonly description?: string
  readonly parameters?: Readonly<Record<string, ParameterDocs>>
  /** Values of query options, by name, that show what they are for. */
  readonly query?: Readonly<Record<string, string>>
  readonly body?: { readonly schema: z.ZodType; readonly example: unknown }
  readonly answers: Readonly<Record<number, AnswerDocs>>
  /** What can be wrong beyond what can be wrong with every route of its kind. */
  readonly errors?: readonly ErrorCode[]
}

/** One address of the interface: who may call it, what it takes, what it answers. */
export interface Route<Query extends z.ZodType = z.ZodType> {
  /** The name of the function. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** The template of the path, without a leading slash. */
  readonly path: string
  readonly access: Access
  /** True for routes that pages call from other origins. */
  readonly cors?: boolean
  /** Finds the key where it may also stand elsewhere than in the head of the request. */
  readonly findKey?: (request: HttpRequest) => Promise<string | undefined>
  /**
   * The parameter of the path that is the key; then no other place counts, whatever a gateway adds
   * to the head of the request.
   */
  readonly keyParameter?: string
  /** Adds to the answer of an error. */
  readonly onError?: (body: object, status: number) => object
  readonly query?: Query
  /** Absent for pages that are for people alone. */
  readonly docs?: RouteDocs
}

const registered: Route[] = []

/** Every route that was registered: what this Passerby answers. */
export function registeredRoutes(): readonly Route[] {
  return registered
}

export type Handle<Query extends z.ZodType> = (
  incoming: Incoming<z.output<Query>>,
  context: Context,
  state: AppState,
) => Promise<HttpResponseInit>

/** Registers a route whose answer is made by hand. */
export function httpRoute<Query extends z.ZodType>(
  route: Route<Query>,
  handle: Handle<Query>,
): void {
  registered.push(route)
  app.http(route.name, {
    route: route.path,
    methods: methodsOf(route),
    authLevel: 'anonymous',
    handler: httpHandler(route, handle),
  })
}

/** Browser libraries also try with HEAD what they may read. */
function methodsOf({ method, cors }: Pick<Route, 'method' | 'cors'>): HttpMethod[] {
  if (cors !== true) return [method]
  return method === 'GET' ? ['GET', 'HEAD', 'OPTIONS'] : [method, 'OPTIONS']
}

interface JsonDocs<Answer extends z.ZodType> extends Omit<RouteDocs, 'answers'> {
  readonly answer: {
    readonly status?: number
    readonly description: string
    readonly schema: Answer
  }
}

/** Registers a route that answers JSON of one shape. */
export function jsonRoute<Query extends z.ZodType, Answer extends z.ZodType>(
  { docs, ...route }: Omit<Route<Query>, 'docs'> & { readonly docs: JsonDocs<Answer> },
  answer: (
    incoming: Incoming<z.output<Query>>,
    context: Context,
    state: AppState,
  ) => Promise<z.input<Answer>>,
): void {
  const { answer: shape, ...rest } = docs
  const status = shape.status ?? 200
  httpRoute<Query>(
    { ...(route as Route<Query>), docs: { ...rest, answers: { [status]: shape } } },
    async (incoming, context, state) => ({
      status,
      jsonBody: await answer(incoming, context, state),
    }),
  )
}
