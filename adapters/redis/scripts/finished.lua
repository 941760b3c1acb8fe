-- Take the mark away under which everything was copied into this store.
--
-- KEYS 1 unfinished
-- Written even where the mark is gone: WAITAOF speaks for a connection that wrote.

done_taking()
redis.call('SET', KEYS[1], '1')
redis.call('DEL', KEYS[1])
return {'finished'}
