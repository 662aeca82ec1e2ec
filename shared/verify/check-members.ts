import type { NodeId } from '../identity/node-id.ts'
import { archivedOnes, everyone, type Member } from '../profiles/member-store.ts'
import { membershipsOf } from '../profiles/owed-effects.ts'
import type { RowContent, StoredProfileRow } from '../profiles/profile-row.ts'
import type { Difference } from './difference.ts'
import type { Look } from './look-again.ts'
import type { VerifyContext } from './verify-context.ts'

/** The segments that every profile is in or not by what its row says. */
export const builtIn: readonly string[] = [everyone, archivedOnes]

const pageSize = 1000

type Rows = ReadonlyMap<NodeId, StoredProfileRow>

export interface CheckedMembers {
  /** How many are in a segment. */
  readonly members: number
  readonly looks: readonly Look[]
}

/** Compares who is in the built-in segments, of a part of all ids, with the rows of that part. */
export async function checkMembers(
  context: VerifyContext,
  digits: string,
  rows: Rows,
): Promise<CheckedMembers> {
  let members = 0
  const looks: Look[] = []
  for (const segment of builtIn) {
    const stored = await readMembers(context, segment, digits)
    members += [...stored.values()].filter(({ state }) => state === 'in').length
    for (const id of new Set([...rows.keys(), ...stored.keys()])) {
      const place = { segment, customerId: id }
      const seen = problemOf(place, rows.get(id)?.content, stored.get(id))
      if (seen === undefined) continue
      const look = async (): Promise<Difference | undefined> => {
        const [row, member] = await Promise.all([
          context.profileStore.read(id),
          context.memberStore.read(segment, id),
        ])
        return problemOf(place, row?.content, member)
      }
      looks.push({ seen, look })
    }
  }
  return { members, looks }
}

async function readMembers(
  { memberStore }: VerifyContext,
  segment: string,
  digits: string,
): Promise<ReadonlyMap<NodeId, Member>> {
  const members = new Map<NodeId, Member>()
  let after: NodeId | undefined
  do {
    const page = await memberStore.list(segment, digits, { after, top: pageSize })
    for (const member of page) members.set(member.customerId, member)
    after = page.length < pageSize ? undefined : page.at(-1)?.customerId
  } while (after !== undefined)
  return members
}

function problemOf(
  place: { readonly segment: string; readonly customerId: NodeId },
  content: RowContent | undefined,
  member: Member | undefined,
): Difference | undefined {
  const expected = stateText(membershipsOf(content).get(place.segment))
  const stored = stateText(member?.state === 'in' ? member.known : undefined)
  if (expected === stored) return undefined
  return {
    kind: 'member',
    ...place,
    detail: `It is ${stored}, and by its profile it is ${expected}.`,
  }
}

function stateText(known: boolean | undefined): string {
  if (known === undefined) return 'out'
  return known ? 'in, known' : 'in, unknown'
}

/** Counts a part of a segment; `digit` is the first of its CustomerIds. */
export async function checkCount(
  context: VerifyContext,
  segment: string,
  digit: string,
): Promise<Difference | undefined> {
  const { memberStore } = context
  const counted = await memberStore.countPart(segment, digit)
  const members = [...(await readMembers(context, segment, digit)).values()]
  const after = await memberStore.countPart(segment, digit)
  // While they change nothing can be said of them.
  if (after.known !== counted.known || after.unknown !== counted.unknown) return undefined
  const inside = members.filter(({ state }) => state === 'in')
  const known = inside.filter((member) => member.known).length
  const unknown = inside.length - known
  if (known === counted.known && unknown === counted.unknown) return undefined
  const says = `${counted.known} known and ${counted.unknown} unknown`
  const detail = `Among ids with ${digit} it counts ${says}, and has ${known} and ${unknown}.`
  return { kind: 'count', segment, detail }
}
