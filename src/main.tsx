import './views/trusted-types.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startPage } from './store/page.ts'
import { pageWords } from './views/pages.ts'
import { panels } from './views/panels.ts'
import { App } from './views/shell/App.tsx'

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App page={startPage({ tabs: panels.map(({ id }) => id), pages: pageWords })} />
    </StrictMode>,
  )
}
