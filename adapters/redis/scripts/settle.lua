-- Settle claimed jobs: finish, postpone or bury each one whose token still holds.
--
-- KEYS 1 receipts, 2 dead, 3-6 timers, 7-10 outbox
-- ARGV count, then for each: verb, queue, id, token, and two that belong to the verb:
--      finish: slot or '', receipt;  postpone: due, '';  bury: '', ''
-- Answers a list of 1 (settled) and 0 (a stale token: nothing was done).

local queues = {timers = queue_at(3), outbox = queue_at(7)}
local verbs = {}

function verbs.finish(job)
  remove(job.queue, job.id)
  if job.first ~= '' then redis.call('HSET', KEYS[1], job.first, job.second) end
end

function verbs.postpone(job, slip)
  redis.call('ZREM', job.queue.leased, slip.member)
  redis.call('ZADD', job.queue.due, job.first, slip.member)
  write_slip(job.queue, job.id, slip.number, job.first, slip.attempt, '0')
end

function verbs.bury(job, slip)
  local body = redis.call('HGET', job.queue.bodies, job.id)
  redis.call('HSET', KEYS[2], slip.member, job.name .. ' ' .. slip.due .. ' ' .. slip.attempt .. '\n' .. body)
  remove(job.queue, job.id)
end

local jobs = {}
for i = 1, take_count() do
  local verb = verbs[take()]
  if verb == nil then refuse('not a verb') end
  local name = take()
  local queue = queues[name]
  if queue == nil then refuse('not a queue') end
  jobs[i] = {verb = verb, name = name, queue = queue, id = take_id(), token = take_number(), first = take(), second = take()}
  if verb == verbs.postpone and not string.match(jobs[i].first, '^%-?%d+$') then refuse('not a moment') end
end
done_taking()

local settled = {}
for i, job in ipairs(jobs) do
  local slip = held(job.queue, job.id, job.token)
  settled[i] = 0
  if slip then
    job.verb(job, slip)
    settled[i] = 1
  end
end
return settled
