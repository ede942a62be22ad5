/** The one door to QuickJS. */
import variant from '@jitl/quickjs-wasmfile-release-sync'
import wasm from '@jitl/quickjs-wasmfile-release-sync/wasm?url'
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core'

/** Pages of 64 KiB. The interpreter's own limit counts only what it can measure; a memory that cannot grow holds it all. */
const memory = { initial: 256, maximum: 1024 }

/** The interpreter with its binary: beside it in Node, in a browser a file of the page's own. */
export const openQuickjs = (): Promise<QuickJSWASMModule> =>
  newQuickJSWASMModuleFromVariant(
    newVariant(variant, {
      wasmMemory: new WebAssembly.Memory(memory),
      ...(!import.meta.env.SSR && { wasmLocation: wasm }),
    }),
  )
