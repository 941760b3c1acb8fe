-- Write one change whole, or nothing: read every argument, then refuse, then write.
--
-- KEYS 1 operation, 2 fence, 3 keys, 4 cases, 5 case, 6 record, 7 conversation, 8 receipts,
--      9-11 timers, 12-14 outbox, 15-17 calls, 18 moved
-- Answers: {'ok', tokens} written now; {'mine', tokens} this very attempt had written it already;
--          {'again'} another attempt had; {'conflict', what}; {'rekey'} a data key is there already;
--          {'retired'} a data key is wrapped with a key that is no longer in use;
--          {'moved'} the school was moved to another store, and nothing is written here any more.

local queues = {timers = queue_at(9), outbox = queue_at(12), calls = queue_at(15)}

local attempt, memory, now, held_until = take(), take_number(), take_number(), take_number()
local case = {ref = take(), expected = take_number(), state = take(), entry = take(), before = take(), mac = take()}
local talk = {there = take_flag(), expected = take_number(), state = take()}
local fresh, finishes, cancels, puts = {}, {}, {}, {}
local seen = {[queues.timers] = {}, [queues.outbox] = {}, [queues.calls] = {}}
for i = 1, take_count() do fresh[i] = {name = take(), wrapped = take()} end
for i = 1, take_count() do
  finishes[i] = {queue = take_queue(queues), id = take_id(), token = take_number(), slot = take(), receipt = take()}
end
for i = 1, take_count() do cancels[i] = {queue = take_queue(queues), id = take_id()} end
for i = 1, take_count() do
  puts[i] = {queue = take_queue(queues), id = take_id(), due = take_number(), body = take()}
  if seen[puts[i].queue][puts[i].id] then refuse('a job that is put twice') end
  seen[puts[i].queue][puts[i].id] = true
end
done_taking()

local function ids_of(queue, list)
  local ids = {}
  for _, each in ipairs(list) do
    if each.queue == queue then ids[#ids + 1] = each.id end
  end
  return ids
end

local function add(list, first, second)
  list[#list + 1] = first
  list[#list + 1] = second
end

local function send(command, key, pairs)
  if #pairs > 0 then redis.call(command, key, unpack(pairs)) end
end

if redis.call('EXISTS', KEYS[18]) == 1 then return {'moved'} end
local before = redis.call('GET', KEYS[1])
if before then
  -- Written once more, or WAITAOF on a connection that has written nothing yet would speak for
  -- nothing, and what no replica has would be called saved.
  redis.call('EXPIRE', KEYS[1], memory)
  local whose, tokens = string.match(before, '^([^|]*)|(.*)$')
  if whose == attempt then return {'mine', tokens} end
  return {'again'}
end
if case.ref ~= '' then
  local found = redis.call('HMGET', KEYS[5], 'version', 'head')
  if (found[1] or '0') ~= case.expected then return {'conflict', 'case'} end
  if found[2] and found[2] ~= case.before then return {'conflict', 'chain'} end
  -- Shredded meanwhile: whoever has its key in hand writes nothing more under it.
  if found[1] and redis.call('HEXISTS', KEYS[3], case.ref) == 0 then return {'conflict', 'key'} end
end
if talk.there and (redis.call('HGET', KEYS[7], 'version') or '0') ~= talk.expected then
  return {'conflict', 'conversation'}
end
for _, done in ipairs(finishes) do
  if not held(done.queue, done.id, done.token) then return {'conflict', 'token'} end
end
for _, key in ipairs(fresh) do
  local by = string.match(key.wrapped, '^([^:]*):')
  if by and redis.call('HEXISTS', KEYS[3], '@retired:' .. by) == 1 then return {'retired'} end
  if redis.call('HEXISTS', KEYS[3], key.name) == 1 then return {'rekey'} end
end

for _, key in ipairs(fresh) do redis.call('HSETNX', KEYS[3], key.name, key.wrapped) end
if case.ref ~= '' then
  local version = string.format('%.0f', tonumber(case.expected) + 1)
  redis.call('XADD', KEYS[6], version .. '-0', 'e', case.entry, 'm', case.mac)
  redis.call('HSET', KEYS[5], 'version', version, 'state', case.state, 'head', case.mac)
  -- A school's own paper ('@') is kept as a case is, and is not among the cases.
  if case.expected == '0' and string.sub(case.ref, 1, 1) ~= '@' then
    redis.call('ZADD', KEYS[4], redis.call('INCR', KEYS[2]), case.ref)
  end
end
if talk.there then
  local version = string.format('%.0f', tonumber(talk.expected) + 1)
  redis.call('HSET', KEYS[7], 'version', version, 'state', talk.state)
end
for _, done in ipairs(finishes) do
  forget_all(done.queue, {done.id})
  if done.slot ~= '' and done.receipt ~= '' then redis.call('HSET', KEYS[8], done.slot, done.receipt)
  elseif done.slot ~= '' then redis.call('HDEL', KEYS[8], done.slot) end
end
for _, queue in pairs(queues) do
  forget_all(queue, ids_of(queue, cancels))
end
local tokens = {}
if #puts > 0 then
  local last = redis.call('INCRBY', KEYS[2], #puts)
  local batches = {}
  for _, queue in pairs(queues) do
    unset_all(queue, ids_of(queue, puts))
    batches[queue] = {slips = {}, due = {}, leased = {}}
  end
  for i, put in ipairs(puts) do
    local token = string.format('%.0f', last - #puts + i)
    local number = string.rep('0', 16 - #token) .. token
    local batch = batches[put.queue]
    local ours = put.queue == queues.outbox and tonumber(put.due) <= tonumber(now)
    add(batch.slips, put.id, slip(number, put.due, ours and 1 or 0, ours and token or 0, put.body))
    if ours then add(batch.leased, held_until, number .. put.id)
    else add(batch.due, put.due, number .. put.id) end
    tokens[i] = ours and token or ''
  end
  for queue, batch in pairs(batches) do
    send('HSET', queue.jobs, batch.slips)
    send('ZADD', queue.due, batch.due)
    send('ZADD', queue.leased, batch.leased)
  end
end
local answer = table.concat(tokens, ',')
redis.call('SET', KEYS[1], attempt .. '|' .. answer, 'EX', memory)
return {'ok', answer}
