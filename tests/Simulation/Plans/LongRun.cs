using System.Diagnostics;
using System.Globalization;

namespace SessionShare.Simulation;

/// <summary>Many plans, one after the other on every processor.</summary>
/// <param name="Plans">How many plans.</param>
/// <param name="Steps">Steps of each.</param>
/// <param name="Seed">Of the first; each further one has the next.</param>
/// <param name="Shrunk">Those that fail and are made shorter.</param>
/// <param name="Together">See <see cref="PlanMaker.Make"/>.</param>
internal sealed record LongRun(int Plans, int Steps, int Seed, int Shrunk, bool Together)
{
    private static readonly TimeSpan ShrinkWithin = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private int _next;
    private int _passed;
    private int _failed;
    private long _workItems;

    /// <summary>Runs them all; says how it goes.</summary>
    /// <returns>The exit code.</returns>
    public int Run(TextWriter says, int threads)
    {
        says.WriteLine($"{Plans} plans of {Steps} steps, seeds {Seed} to {Seed + Plans - 1}, on {threads} threads.");
        var clock = Stopwatch.StartNew();
        Thread[] all = [.. Enumerable.Range(0, threads).Select(_ => new Thread(() => RunSome(says, clock)))];
        foreach (var thread in all)
            thread.Start();
        foreach (var thread in all)
            thread.Join();

        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        says.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_passed} passed, {_failed} failed, in {clock.Elapsed:hh\\:mm\\:ss}: {_passed + _failed} plans, {(_passed + _failed) / clock.Elapsed.TotalSeconds:0.0} a second, "
            + $"{cpu.TotalMilliseconds / (_passed + _failed):0} ms of CPU and {_workItems / (_passed + _failed):N0} work items each."));
        return _failed == 0 ? 0 : 1;
    }

    private void RunSome(TextWriter says, Stopwatch clock)
    {
        while (Interlocked.Increment(ref _next) is var number && number <= Plans)
        {
            var plan = PlanMaker.Make(Seed + number - 1, Steps, Together);
            var outcome = Simulator.Run(plan);
            lock (_gate)
            {
                _workItems += outcome.WorkItems;
                if (outcome.Broken is null)
                    _passed++;
                else
                    _failed++;
                if ((_passed + _failed) % 250 == 0)
                    says.WriteLine($"{clock.Elapsed:hh\\:mm\\:ss} {_passed} passed, {_failed} failed");
            }

            if (outcome.Broken is not null)
                Report(says, plan, outcome);
        }
    }

    private void Report(TextWriter says, Plan plan, Outcome outcome)
    {
        var file = new PlanFile(plan, outcome.Broken, outcome.Seen).Save($"{plan.Seed}");
        // A run that is full of failures is not made longer by each.
        var shrunk = _failed <= Shrunk ? Shrinking.Shrink(plan, outcome.Broken!, ShrinkWithin) : plan;
        if (shrunk.Steps.Count < plan.Steps.Count)
            file = new PlanFile(shrunk, outcome.Broken, outcome.Seen).Save($"{plan.Seed}");
        lock (_gate)
            says.WriteLine($"seed {plan.Seed} failed: {outcome.Seen}{Environment.NewLine}    {shrunk.Steps.Count} steps of it are enough: {file}");
    }
}
