import { identitySettingsSchema } from '../../shared/identity/identity-settings.ts'
import { namespaceDefinitionSchema } from '../../shared/identity/namespace-definition.ts'
import { attributeDefinitionSchema } from '../../shared/profiles/attribute-definition.ts'
import { definitionAnswer, storedSchema } from '../../shared/workspace/definition-answer.ts'
import { kindRules } from '../../shared/workspace/definition-kinds.ts'
import { withDefinition } from '../../shared/workspace/definitions.ts'
import {
  checkRegion,
  putIdentity,
  withIdentity,
} from '../../shared/workspace/identity-definition.ts'
import { nameInBody } from '../../shared/workspace/parse-definition.ts'
import {
  attributePreviewSchema,
  previewAttribute,
} from '../../shared/workspace/preview-attributes.ts'
import { identityPreviewSchema, previewIdentity } from '../../shared/workspace/preview-identity.ts'
import { followChange } from '../../shared/workspace/follow-workspace.ts'
import { etagOf, preconditionOf } from '../../shared/platform/http/precondition.ts'
import { readJson } from '../../shared/platform/http/read-body.ts'
import { httpRoute, jsonRoute } from '../../shared/platform/http/route.ts'

const manage = 'v1/instances/{id}/manage'
const answer = {
  description: 'The settings',
  schema: identitySettingsSchema.extend(storedSchema.shape).meta({ id: 'StoredIdentity' }),
}
const body = { schema: identitySettingsSchema, example: { visitGap: 30, maxIdentifiers: 100 } }
const preview = { description: 'What would change', schema: identityPreviewSchema }

httpRoute(
  {
    ...{ name: 'identity-read', method: 'GET', path: `${manage}/identity`, access: 'admin' },
    docs: {
      tag: 'Manage',
      summary: 'The settings of identity resolution',
      answers: { 200: answer },
    },
  },
  (_, { workspace: { identity } }) =>
    Promise.resolve({ headers: etagOf(identity.version), jsonBody: definitionAnswer(identity) }),
)

httpRoute(
  {
    ...{ name: 'identity-put', method: 'PUT', path: `${manage}/identity`, access: 'admin' },
    docs: {
      ...{ tag: 'Manage', summary: 'Replace the settings of identity resolution' },
      description:
        'What the body leaves out has its default. With `If-Match` the change is made only where the settings have that `version`.',
      ...{ body, answers: { 200: answer } },
      errors: ['InvalidDefinition', 'PreconditionFailed', 'InvalidJson'],
    },
  },
  async ({ request }, context) => {
    const given = { body: await readJson(request), ...preconditionOf(request) }
    const { definition } = await putIdentity(context, given)
    const jsonBody = definitionAnswer(definition, await followChange(context))
    return { headers: etagOf(definition.version), jsonBody }
  },
)

jsonRoute(
  {
    ...{ name: 'identity-preview', method: 'POST', path: `${manage}/identity:preview` },
    access: 'admin',
    docs: {
      ...{ tag: 'Manage', summary: 'What other settings would merge and split', body },
      ...{ answer: preview, errors: ['InvalidDefinition', 'InvalidJson'] },
    },
  },
  async ({ request }, context) => {
    const given = await readJson(request)
    await checkRegion(given)
    const stamp = { version: context.workspace.version + 1, modifiedAt: context.now() }
    return previewIdentity(context, withIdentity(context.workspace, { body: given, stamp }))
  },
)

jsonRoute(
  {
    ...{ name: 'namespaces-preview', method: 'POST', path: `${manage}/namespaces:preview` },
    access: 'admin',
    docs: {
      ...{ tag: 'Manage', summary: 'What a namespace, so defined, would merge and split' },
      body: { schema: namespaceDefinitionSchema, example: kindRules.namespaces.example },
      ...{ answer: preview, errors: ['InvalidDefinition', 'InvalidJson'] },
    },
  },
  async ({ request }, context) => {
    const given = await readJson(request)
    const target = { kind: 'namespaces', name: nameInBody(given) } as const
    const stamp = { version: context.workspace.version + 1, modifiedAt: context.now() }
    return previewIdentity(
      context,
      withDefinition(context.workspace, target, { body: given, stamp }),
    )
  },
)

jsonRoute(
  {
    ...{ name: 'attributes-preview', method: 'POST', path: `${manage}/attributes:preview` },
    access: 'admin',
    docs: {
      ...{ tag: 'Manage', summary: 'Which profiles an attribute, so defined, would change' },
      body: { schema: attributeDefinitionSchema, example: kindRules.attributes.example },
      answer: { description: 'What would change', schema: attributePreviewSchema },
      errors: ['InvalidDefinition', 'InvalidJson'],
    },
  },
  async ({ request }, context) => {
    const body = await readJson(request)
    return previewAttribute(context, { name: nameInBody(body), body })
  },
)
