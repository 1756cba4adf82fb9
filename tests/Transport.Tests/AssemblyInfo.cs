// FramePool.Outstanding counts for the whole process: a leak is only visible while no other test runs.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
