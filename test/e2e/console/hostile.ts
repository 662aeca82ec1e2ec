/** Runs when it is taken for markup, in text or in an attribute. */
export const hostile = `<script>alert(1)</script>"><img src=x onerror=alert(2)>`

/** A call that is hostile wherever a sender decides what stands there. */
export const hostileCall = {
  messageId: `1${hostile}`,
  anonymousId: 'hostile-1',
  event: `Viewed ${hostile}`,
  properties: {
    [`key ${hostile}`]: hostile,
    nested: { [hostile]: [hostile] },
    url: `javascript:alert(3)`,
  },
  context: {
    page: { url: `https://shop.example/${hostile}` },
    externalIds: [{ id: hostile, type: 'loyaltyId' }],
  },
}

/** Her traits, as hostile. */
export const hostileTraits = {
  messageId: `2${hostile}`,
  anonymousId: 'hostile-1',
  userId: hostile,
  traits: {
    firstName: hostile,
    email: `${hostile}@example.com`,
    [`trait ${hostile}`]: { a: hostile },
  },
}

/** What is refused, with a text of the sender's in the reason. */
export const hostileRefusal = {
  messageId: `3${hostile}`,
  anonymousId: 'hostile-1',
  event: { [hostile]: hostile },
}
