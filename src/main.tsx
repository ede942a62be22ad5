import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startPage } from './store/page.ts'
import { App } from './views/shell/App.tsx'

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App page={startPage()} />
    </StrictMode>,
  )
}
