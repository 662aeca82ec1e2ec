import { factLine } from '../collect/event-log.ts'
import { undoOf, type CorrectionFact } from '../identity/correction.ts'
import { withPhones } from '../identity/phone-number.ts'
import { isoTime } from '../platform/clock/iso-time.ts'
import { NotFoundError } from '../platform/errors/errors.ts'
import { describeError } from '../platform/telemetry/describe-error.ts'
import type { Context } from '../workspace/context.ts'
import type { ListedCorrection } from './correction-store.ts'
import { parseCorrection } from './parse-correction.ts'

type CorrectionsContext = Pick<
  Context,
  'now' | 'newId' | 'namespaces' | 'groupCommit' | 'correctionStore' | 'logger'
>

/** Makes a correction; it holds once unify has applied it, a moment later. */
export async function makeCorrection(
  context: CorrectionsContext,
  { body, keyName }: { readonly body: unknown; readonly keyName: string },
): Promise<ListedCorrection> {
  const { namespaces } = context
  const parsed = await withPhones(namespaces, () => parseCorrection(namespaces, body))
  const { by = keyName, ...draft } = parsed
  const correction = { ...draft, id: context.newId(), by, at: isoTime(context.now()) }
  await logFact(context, correction)
  return { correction, undo: undefined }
}

/** Undoes a correction, which is a fact of its own; one that is undone stays as it is. */
export async function undoCorrection(
  context: CorrectionsContext,
  { id, by }: { readonly id: string; readonly by: string },
): Promise<ListedCorrection> {
  const listed = await readCorrection(context, id)
  if (listed.undo !== undefined) return listed
  const undo = undoOf(listed.correction, { by, at: isoTime(context.now()) })
  await logFact(context, undo)
  return { ...listed, undo }
}

export async function readCorrection(
  { correctionStore }: Pick<Context, 'correctionStore'>,
  id: string,
): Promise<ListedCorrection> {
  const listed = /^[\w-]{1,100}$/.test(id) ? await correctionStore.read(id) : undefined
  if (listed !== undefined) return listed
  throw new NotFoundError({
    code: 'CorrectionNotFound',
    message: 'There is no correction with this id.',
  })
}

/**
 * The log comes first: what stands there holds. The list is for people; unify writes it too, so a
 * list that does not answer is no reason to refuse what is said already.
 */
async function logFact(
  { groupCommit, correctionStore, logger }: CorrectionsContext,
  fact: CorrectionFact,
): Promise<void> {
  const receivedAt = Date.parse(fact.at)
  await groupCommit.commit({ receivedAt, lines: [factLine(fact.by, fact)], calls: 0 })
  try {
    await correctionStore.note(fact)
  } catch (error) {
    logger.warn('correction is listed later', { id: fact.id, ...describeError(error) })
  }
}
