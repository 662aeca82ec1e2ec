import type { ErrorEntry } from './error-entry.ts'
import { expressionErrors } from './expression-errors.ts'

/**
 * Every code that answers, refusals and logs carry: the one list that the answers' statuses and
 * `docs/errors.md` are made from.
 */
export const errorCatalogue = {
  WorkspaceChanged: {
    status: 503,
    meaning: 'A definition changed while events were worked off.',
    remedy: 'Nothing is to be done: the events are worked off again under the rules that hold.',
  },
  InvalidDefinition: {
    status: 400,
    meaning: 'A definition is not as its kind wants it.',
    remedy:
      'The message says what is wrong; `target` is a JSON pointer to the place in the body, and `details` names every further problem.',
  },
  DefinitionNotFound: {
    status: 404,
    meaning: 'There is no definition of this kind and name.',
    remedy: 'List what there is with a GET of the kind; PUT creates a definition.',
  },
  DefinitionExists: {
    status: 409,
    meaning: 'POST creates definitions, and there is one of this name.',
    remedy: 'Take another name, or change the one there is with PUT.',
  },
  PreconditionFailed: {
    status: 412,
    meaning: 'The definition is not in the state that `If-Match` names: somebody changed it.',
    remedy: 'Read it again, and send the change with the `version` that it has now.',
  },
  InvalidJson: {
    status: 400,
    meaning: 'The body is empty, or it is not JSON.',
    remedy:
      'Send one JSON document in UTF-8 with a `Content-Length`; a chunked upload arrives without a body, as on Azure Functions. The `Content-Type` does not matter.',
  },
  InvalidEncoding: {
    status: 400,
    meaning: 'The body cannot be decompressed as its `Content-Encoding` says.',
    remedy: 'Send what the header names, whole; or send the body as it is, without the header.',
  },
  UnsupportedEncoding: {
    status: 415,
    meaning: 'The `Content-Encoding` is none that Passerby reads.',
    remedy: 'Use `gzip`, `deflate`, `br` or none.',
  },
  InvalidCall: {
    status: 400,
    meaning:
      'A call has not the shape that the Segment spec gives it: a member of the wrong type, a missing `event` or `groupId`, an id that is too long, or too much nesting.',
    remedy:
      'The message names the member. The other calls of a batch are accepted; send the mended one again.',
  },
  UnknownType: {
    status: 400,
    meaning: 'The `type` of a call is none of `identify track page screen group alias`.',
    remedy: 'Use one of these; what happened stands in the `event` of a `track` call.',
  },
  NoIdentifier: {
    status: 400,
    meaning: 'A call carries nothing that says whose it is.',
    remedy:
      'Send `anonymousId` (a first-party cookie), `userId`, `context.device.id`, `context.externalIds`, or on identify `traits.email` or `traits.phone`.',
  },
  EmptyBatch: {
    status: 400,
    meaning: '`batch` has no calls.',
    remedy: 'Send nothing when there is nothing to send.',
  },
  EventTooLarge: {
    status: 413,
    meaning:
      'A call has more than 32 KiB of JSON, or the `context` that a batch shares has. Among others in a batch such a call is refused alone.',
    remedy: 'Leave large values out of `properties`, `traits` and `context`.',
  },
  BatchTooLarge: {
    status: 413,
    meaning:
      'A body has more than 500 KiB after decompression, or the `context` of a batch becomes more than 16 MiB when each call gets its copy.',
    remedy: 'Send the calls in several requests.',
  },
  TooManyCalls: {
    status: 413,
    meaning: 'A batch has more than 5,000 calls.',
    remedy: 'Send the calls in several requests; 100 calls each is a good size.',
  },
  InvalidRequest: {
    status: 400,
    meaning: 'The address is broken: bad percent-encoding, or an identifier without its namespace.',
    remedy:
      'Write `/v1/profiles/namespace:value` with the value percent-encoded, or `/v1/profiles?namespace=…&value=…`.',
  },
  InvalidOption: {
    status: 400,
    meaning: 'A query option has a value that it cannot have.',
    remedy: 'The message names the option and what it takes.',
  },
  Unauthorized: {
    status: 401,
    meaning: 'The request carries no key, or one that is not valid (any more).',
    remedy:
      'Send the key as `x-functions-key`, `Ocp-Apim-Subscription-Key` or `?code=`; collect also takes it as the user name of Basic or as `writeKey` in the body. The local keys stand in the ready line of `npm start`.',
  },
  Forbidden: {
    status: 403,
    meaning: 'The key is valid, but not for this.',
    remedy:
      'Collect takes a write key, look-ups a read key (or the admin key), everything else the admin key.',
  },
  ...expressionErrors,
  ProfileNotFound: {
    status: 404,
    meaning:
      'No profile has this identifier: it was never seen, it identifies nobody (`null`, `0`, `anonymous` …), or it owns no activity.',
    remedy:
      'A profile follows its first event a moment later: ask again when it was sent just now. Check the namespace and the percent-encoding, and look for the event in `…/manage/events`.',
  },
  InvalidCorrection: {
    status: 400,
    meaning:
      'A correction is not one: its type is unknown, an identifier is missing, is none, or identifies nobody, or it says no reason.',
    remedy:
      'The message says what is wrong, `target` where. Write identifiers as `namespace:value`; all types but `detach` are about two.',
  },
  CorrectionNotFound: {
    status: 404,
    meaning: 'There is no correction with this id.',
    remedy: '`GET /v1/instances/{id}/manage/identity/corrections` lists them.',
  },
  InstanceNotFound: {
    status: 404,
    meaning: 'There is no such instance.',
    remedy: '`GET /v1/instances` lists them; the first one is `default`.',
  },
  JobNotFound: {
    status: 404,
    meaning: 'There is no job with this id.',
    remedy: '`GET /v1/instances/{id}/workflows/main/jobs` lists the jobs.',
  },
  JobRunning: {
    status: 409,
    meaning: 'A job of this kind is running; there is one of each kind at a time.',
    remedy: 'The error names the job: follow it, wait for its end, or cancel it.',
  },
  Contention: {
    status: 503,
    meaning: 'Many workers change the same thing at once, and this one came too late too often.',
    remedy: 'Nothing is lost, and it is tried again by itself. A caller sends the request again.',
  },
  StillLoading: {
    status: 503,
    meaning: 'What reads telephone numbers is being loaded; it takes a moment after a start.',
    remedy: 'Send the request again.',
  },
  StorageUnavailable: {
    status: 503,
    meaning: 'Blob or Table storage does not answer as it should.',
    remedy:
      'Send the request again after `Retry-After`; the Segment libraries do so themselves. Nothing was accepted. Operators look at `/health` with the admin key.',
  },
  QueueUnavailable: {
    status: 503,
    meaning: 'Service Bus does not answer as it should.',
    remedy:
      'Collecting goes on, and profiles follow once the queue is back. Operators look at `/health` with the admin key.',
  },
  RowRefused: {
    status: 400,
    meaning: 'What an event would add to a profile does not fit into a row of Table storage.',
    remedy:
      'Look at the identifiers of the event in the list of refusals: one of them is shared by thousands, and should not be an identifier.',
  },
  LogBlobMissing: {
    status: 500,
    meaning: 'A blob of the event log that the queue names does not exist.',
    remedy: 'Find out who deletes blobs from the container `events`: it is the truth, and kept.',
  },
  InvalidSettings: {
    status: 500,
    meaning: 'The deployment is set up wrong: a setting is missing or not valid.',
    remedy: 'The log names every setting and what is wrong with it.',
  },
  CannotStart: {
    status: 500,
    meaning: '`npm start` cannot run Passerby on this machine as asked.',
    remedy: 'The message says why: a port in use, a data folder that another copy uses, a setting.',
  },
  InternalError: {
    status: 500,
    meaning: 'A fault of Passerby.',
    remedy:
      'Look for the `x-request-id` of the answer in the logs, and report what stands there. Sending the same call again does no harm.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>

/** Names the kind of a problem for programs. */
export type ErrorCode = keyof typeof errorCatalogue

/** The page that explains the codes, in the repository and on every running Passerby. */
export const errorsPage = 'docs/errors.md'

/** Where a code is explained: the page and the anchor of its heading. */
export function errorDocs(code: ErrorCode): string {
  return `/${errorsPage}#${code.toLowerCase()}`
}
