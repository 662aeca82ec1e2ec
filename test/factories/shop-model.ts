import type { DeclaredFunction } from '../../shared/expression/bind/bound.ts'
import type { ExpressionSettings } from '../../shared/expression/compile-expression.ts'
import {
  collectionOf,
  complexType,
  primitive,
  type ComplexType,
} from '../../shared/expression/types/edm-type.ts'

const text = primitive('Edm.String')
const moment = primitive('Edm.DateTimeOffset')

const activity = complexType('UnifiedActivity', {
  ActivityId: text,
  ActivityType: text,
  ActivityTime: moment,
  Properties: complexType(
    'Properties',
    { price: primitive('Edm.Double'), category: text },
    { isOpen: true },
  ),
})

/** A customer of a shop, with a property of each type. */
export const shopCustomer: ComplexType = complexType('Customer', {
  CustomerId: text,
  city: text,
  plan: text,
  age: primitive('Edm.Int32'),
  points: primitive('Edm.Int64'),
  balance: primitive('Edm.Decimal'),
  height: primitive('Edm.Double'),
  active: primitive('Edm.Boolean'),
  birthday: primitive('Edm.Date'),
  signedUp: moment,
  opens: primitive('Edm.TimeOfDay'),
  patience: primitive('Edm.Duration'),
  deviceId: primitive('Edm.Guid'),
  address: complexType('address', { city: text, zipcode: text }, { isOpen: true }),
  tags: collectionOf(text),
  scores: collectionOf(primitive('Edm.Double')),
  UnifiedActivity: collectionOf(activity),
  Customer_Measure: complexType('Customer_Measure', { total_spend: primitive('Edm.Double') }),
})

const isMemberOfSegment: DeclaredFunction = {
  name: 'IsMemberOfSegment',
  parameters: [text],
  returns: primitive('Edm.Boolean'),
  known: ['leather_shoes', 'high_value'],
  readsSegments: true,
  evaluate: ([name], { item }) =>
    (item as { segments?: unknown[] }).segments?.includes(name) ?? false,
}

export const shopSettings: ExpressionSettings = {
  model: shopCustomer,
  functions: new Map([['ismemberofsegment', isMemberOfSegment]]),
}
