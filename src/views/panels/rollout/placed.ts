import type { Place } from '../../kit/locate.ts'
import type { PanelProps } from '../../panel.ts'

/** A panel's props once the selection is known to point at a response. */
export type PlacedProps = PanelProps & { readonly place: Place }
