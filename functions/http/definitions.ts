import type { HttpResponseInit } from '@azure/functions'
import {
  definitionAnswer,
  deletedAnswer,
  deletedSchema,
  storedSchema,
} from '../../shared/workspace/definition-answer.ts'
import { kindRules } from '../../shared/workspace/definition-kinds.ts'
import {
  deleteDefinition,
  putDefinition,
  readDefinition,
  setActive,
  type DefinitionChange,
} from '../../shared/workspace/definitions.ts'
import { nameInBody } from '../../shared/workspace/parse-definition.ts'
import { followChange } from '../../shared/workspace/follow-workspace.ts'
import { definitionKinds, type DefinitionKind } from '../../shared/workspace/workspace.ts'
import { listOf } from '../../shared/platform/http/list-of.ts'
import { etagOf, preconditionOf } from '../../shared/platform/http/precondition.ts'
import { readJson } from '../../shared/platform/http/read-body.ts'
import { httpRoute, jsonRoute, type Route } from '../../shared/platform/http/route.ts'
import type { Context } from '../../shared/workspace/context.ts'

async function changed(
  context: Context,
  { definition, created }: DefinitionChange,
): Promise<HttpResponseInit> {
  return {
    status: created ? 201 : 200,
    headers: etagOf(definition.version),
    jsonBody: definitionAnswer(definition, await followChange(context)),
  }
}

for (const kind of definitionKinds) registerKind(kind)

/** The routes of one kind of definition; they differ in nothing but its schema. */
function registerKind(kind: DefinitionKind): void {
  const { title, schema, shape, example } = kindRules[kind]
  const path = `v1/instances/{id}/manage/${kind}`
  const stored = shape.extend(storedSchema.shape).meta({ id: `Stored_${title}` })
  const body = { schema, example }
  const answer = { description: `The ${title}`, schema: stored }
  const name = { description: `The name of the ${title}.`, example: example.name }
  const admin = { access: 'admin' } satisfies Partial<Route>
  const docs = { tag: 'Manage', parameters: { name } } as const
  const ifMatch = 'With `If-Match` the change is made only where the definition has that `version`.'

  jsonRoute(
    {
      ...{ ...admin, name: `${kind}-list`, method: 'GET', path },
      docs: {
        tag: 'Manage',
        summary: `All ${kind}`,
        answer: { description: `The ${kind}, by name`, schema: listOf(stored) },
      },
    },
    (_, { workspace }) => {
      const sorted = Object.entries(workspace[kind]).sort(([a], [b]) => (a < b ? -1 : 1))
      return Promise.resolve({ value: sorted.map(([, one]) => definitionAnswer(one)) })
    },
  )
  httpRoute(
    {
      ...{ ...admin, name: `${kind}-create`, method: 'POST', path },
      docs: {
        ...{ tag: 'Manage', summary: `Create a ${title}`, body, answers: { 201: answer } },
        errors: ['InvalidDefinition', 'DefinitionExists', 'InvalidJson'],
      },
    },
    async ({ request }, context) => {
      const given = await readJson(request)
      const target = { kind, name: nameInBody(given) }
      return changed(context, await putDefinition(context, target, { body: given, isNew: true }))
    },
  )
  httpRoute(
    {
      ...{ ...admin, name: `${kind}-read`, method: 'GET', path: `${path}/{name}` },
      docs: {
        ...docs,
        summary: `One ${title}`,
        answers: { 200: answer },
        errors: ['DefinitionNotFound'],
      },
    },
    ({ parameters }, { workspace }) => {
      const definition = readDefinition(workspace, { kind, name: parameters['name'] ?? '' })
      const headers = etagOf(definition.version)
      return Promise.resolve({ headers, jsonBody: definitionAnswer(definition) })
    },
  )
  httpRoute(
    {
      ...{ ...admin, name: `${kind}-put`, method: 'PUT', path: `${path}/{name}` },
      docs: {
        ...{ ...docs, summary: `Create or replace a ${title}`, description: ifMatch, body },
        answers: { 200: answer, 201: { ...answer, description: `The ${title}, new` } },
        errors: ['InvalidDefinition', 'PreconditionFailed', 'InvalidJson'],
      },
    },
    async ({ request, parameters }, context) => {
      const target = { kind, name: parameters['name'] ?? '' }
      const change = { body: await readJson(request), ...preconditionOf(request) }
      return changed(context, await putDefinition(context, target, change))
    },
  )
  for (const active of [true, false]) {
    const verb = active ? 'activate' : 'deactivate'
    httpRoute(
      {
        ...{ ...admin, name: `${kind}-${verb}`, method: 'PUT', path: `${path}/{name}/${verb}` },
        docs: {
          ...{ ...docs, summary: `Switch a ${title} ${active ? 'on' : 'off'}` },
          ...{ description: ifMatch, answers: { 200: answer } },
          errors: ['DefinitionNotFound', 'PreconditionFailed'],
        },
      },
      async ({ request, parameters }, context) => {
        const target = { kind, name: parameters['name'] ?? '' }
        const change = { active, ...preconditionOf(request) }
        return changed(context, await setActive(context, target, change))
      },
    )
  }
  jsonRoute(
    {
      ...{ ...admin, name: `${kind}-delete`, method: 'DELETE', path: `${path}/{name}` },
      docs: {
        ...{ ...docs, summary: `Take a ${title} out`, description: ifMatch },
        answer: {
          description: 'What was taken out',
          schema: deletedSchema,
        },
        errors: ['DefinitionNotFound', 'PreconditionFailed'],
      },
    },
    async ({ request, parameters }, context) => {
      const target = { kind, name: parameters['name'] ?? '' }
      const { workspace } = await deleteDefinition(context, target, preconditionOf(request))
      return deletedAnswer(target.name, workspace, await followChange(context))
    },
  )
}
