/** What the page must know of estimators of one's own before one is opened. */

/** The row's word in an address; no method's id. */
export const ownKey = 'own'
export const ownTitle = 'My estimator'
/** Characters: longer programs fit no link. */
export const longestSource = 8000
