import { v5 as uuidv5 } from 'uuid'
import { identifierKey, type Identifier } from './identifier.ts'

declare const brand: unique symbol

/**
 * The CustomerId that an identifier gives: a UUIDv5 (RFC 9562) of `namespace:value` under the
 * workspace's random root, so that nobody can compute it from an e-mail address. It names the
 * identifier's node and, where the identifier is the canonical one of a profile, the profile.
 */
export type NodeId = string & { readonly [brand]: 'NodeId' }

/** Gives the node id of an identifier. */
export type NodeIdOf = (identifier: Identifier) => NodeId

/** Node ids under a workspace's root (a UUID). */
export function createNodeIdOf(root: string): NodeIdOf {
  return (identifier) => uuidv5(identifierKey(identifier), root) as NodeId
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Reads a CustomerId from outside, in any case; `undefined` when it is no UUID. */
export function parseNodeId(text: string): NodeId | undefined {
  const lower = text.toLowerCase()
  return uuidPattern.test(lower) ? (lower as NodeId) : undefined
}

/** A node id read back from our own storage. */
export function asNodeId(text: string): NodeId {
  return text as NodeId
}
