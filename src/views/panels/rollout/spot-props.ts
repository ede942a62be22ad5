import type { Spot } from '../../kit/locate.ts'
import type { PanelProps } from '../../panel.ts'

/** A panel's props once the selection is known to point at a response. */
export type SpotProps = PanelProps & { readonly place: Spot }
