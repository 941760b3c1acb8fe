// Starts `emulate`'s Slack as a peer: other people's code that signs events and answers methods.
// Its events go to EVENTS_URL. Prints READY and its address. Everybody here is made up.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const entry = process.env.EMULATE
const dist = dirname(entry)
const holds = (name, ...words) => {
  const end = readFileSync(join(dist, name), 'utf8').slice(-2500)
  return words.every((word) => new RegExp(`\\b${word}\\b`).test(end))
}
const chunk = readdirSync(dist).find((name) => name.endsWith('.js') && holds(name, 'slackPlugin', 'getSlackStore'))
const { slackPlugin } = await import(pathToFileURL(join(dist, chunk)))

// What our client sends as a query is read by this peer from a form only.
const register = slackPlugin.register
slackPlugin.register = function (app, store, webhooks, ...rest) {
  app.use('*', async (context, next) => {
    const request = context.req.raw
    const url = new URL(request.url)
    const kind = request.headers.get('content-type') || ''
    if (url.pathname.startsWith('/api/') && !kind.includes('json') && url.search) {
      const body = request.method === 'POST' ? await request.clone().text() : ''
      const headers = new Headers(request.headers)
      headers.set('content-type', 'application/x-www-form-urlencoded')
      headers.delete('content-length')
      const form = [url.search.slice(1), body].filter(Boolean).join('&')
      return app.fetch(new Request(url.origin + url.pathname, { method: 'POST', headers, body: form }))
    }
    await next()
  })
  register.call(this, app, store, webhooks, ...rest)
  webhooks.register({ owner: 'slack', url: process.env.EVENTS_URL, events: ['*'], active: true })
}

const { createEmulator } = await import(pathToFileURL(entry))
const scopes = ['chat:write', 'commands', 'groups:read', 'users:read', 'im:history', 'app_mentions:read']
const emulator = await createEmulator({
  service: 'slack',
  port: Number(process.env.PORT),
  seed: {
    slack: {
      team: { name: 'Hill School', domain: 'hill' },
      users: [
        { name: 'teacher', real_name: 'Tess Reed', email: 'teacher@hill.example' },
        { name: 'dsl', real_name: 'Dee Hall', email: 'dsl@hill.example' },
        { name: 'handrail', real_name: 'Handrail', email: 'bot@hill.example' },
      ],
      channels: [{ name: 'staffroom' }, { name: 'dsl-team', is_private: true }],
      tokens: [
        { token: 'xoxb-bot', user: 'handrail', scopes },
        { token: 'xoxb-weak', user: 'handrail', scopes: ['users:read'] },
        { token: 'xoxp-teacher', user: 'teacher' },
        { token: 'xoxp-dsl', user: 'dsl' },
      ],
      strict_scopes: true,
      signing_secret: process.env.SIGNING_SECRET,
    },
  },
})
console.log('READY', emulator.url)
