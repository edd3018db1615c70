// Each story starts servers of its own; two cores are best used by one story at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
