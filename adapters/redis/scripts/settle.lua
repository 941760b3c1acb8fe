-- Settle claimed jobs: finish, postpone or bury each one whose token still holds.
--
-- KEYS 1 receipts, 2 dead, 3-5 timers, 6-8 outbox, 9-11 calls
-- ARGV count, then for each: verb, queue, id, token, and two that belong to the verb:
--      finish: slot or '', receipt or '' to forget it;  postpone: due, 1 in doubt or '';  bury: '', ''
-- Answers a list of 1 (settled) and 0 (a stale token: nothing was done, but that the receipt of a
-- message which is there all the same is kept where its slot has none).

local queues = {timers = queue_at(3), outbox = queue_at(6), calls = queue_at(9)}
local verbs = {}

function verbs.finish(asked)
  forget_all(asked.queue, {asked.id})
  if asked.first ~= '' and asked.second ~= '' then redis.call('HSET', KEYS[1], asked.first, asked.second)
  elseif asked.first ~= '' then redis.call('HDEL', KEYS[1], asked.first) end
end

function verbs.postpone(asked, job)
  redis.call('ZREM', asked.queue.leased, job.member)
  redis.call('ZADD', asked.queue.due, asked.first, job.member)
  write_job(asked.queue, asked.id, job.number, asked.first, job.attempt, asked.second == '1' and -1 or 0, job.body)
end

function verbs.bury(asked, job)
  local slip = table.concat({asked.name, job.due, job.attempt}, ' ')
  redis.call('HSET', KEYS[2], job.member, slip .. '\n' .. job.body)
  forget_all(asked.queue, {asked.id})
end

local wanted = {}
for i = 1, take_count() do
  local verb = verbs[take()]
  if verb == nil then refuse('not a verb') end
  local name = take()
  local queue = queues[name]
  if queue == nil then refuse('not a queue') end
  wanted[i] = {verb = verb, name = name, queue = queue, id = take_id(), token = take_number(), first = take(), second = take()}
  if verb == verbs.postpone and not string.match(wanted[i].first, '^%-?%d+$') then refuse('not a moment') end
end
done_taking()

local settled = {}
for i, asked in ipairs(wanted) do
  local job = held(asked.queue, asked.id, asked.token)
  settled[i] = 0
  if job then
    asked.verb(asked, job)
    settled[i] = 1
  elseif asked.verb == verbs.finish and asked.first ~= '' and asked.second ~= '' then
    redis.call('HSETNX', KEYS[1], asked.first, asked.second)
  end
end
return settled
