import type { Api } from './api.ts'
import { findProfile } from './visitor.ts'
import { mobileGuestId } from '../../samples/shop/mobile-guest.ts'
import type { Tape } from './tape.ts'

/** The visitors of the shop at some time. */
export interface Crowd {
  /** 1 for the first; what tells one crowd's ids from another's. */
  readonly number: number
  /** When its last event is, in milliseconds. */
  readonly end: number
  /** True where an earlier run has sent it. */
  readonly isHere: boolean
}

const hour = 60 * 60_000
/** The last event is so long ago when a crowd comes … */
const freshMs = hour
/** … and at most so long while it counts as that of the last 14 days. */
const currentMs = 25 * hour

/**
 * The crowd to send: the one that came within the last day, with the times it has, else a new one.
 * The guest's first event begins the tape, so her profile tells when her crowd came.
 */
export async function findCrowd(api: Api, tape: Tape, now: number): Promise<Crowd> {
  for (let number = 1; ; number += 1) {
    const guest = await findProfile(api, 'anonymousId', crowdId(mobileGuestId, number))
    if (guest === undefined) return { number, end: now - freshMs, isHere: false }
    const end = Date.parse(guest.firstSeen) + (tape.last - tape.first)
    if (now - end < currentMs) return { number, end, isHere: true }
  }
}

/** An id of the tape as this crowd has it. */
export function crowdId(id: string, number: number): string {
  return number === 1 ? id : `${id}-${number}`
}

/** An e-mail address of the tape as this crowd has it. */
export function crowdEmail(email: string, number: number): string {
  return number === 1 ? email : email.replace('@', `+${number}@`)
}
