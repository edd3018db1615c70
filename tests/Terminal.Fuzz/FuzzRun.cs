using System.Diagnostics;
using System.Globalization;

namespace SessionShare.Terminal.Fuzz;

/// <summary>
/// Feeds screens with inputs that no program would write. Holds: nothing is thrown; the same bytes make the same screen, however they are cut; keyframes
/// stay in bounds; memory stays under <see cref="MaxMemory"/>, also of one screen that gets everything.
/// </summary>
public sealed class FuzzRun(FuzzPlan plan)
{
    /// <summary>Bytes of the managed heap, after a collection.</summary>
    public const long MaxMemory = 256 * 1024 * 1024;

    private const int InputsBetweenChecks = 500_000;

    private readonly Random _random = new(plan.Seed);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Screen _survivor = new(80, 24);

    private long _inputs;
    private long _bytes;
    private long _nextCheck = InputsBetweenChecks;
    private long _mostMemory;

    /// <exception cref="FuzzException">With the seed and all that is needed to replay it.</exception>
    public void Run(Action<string> say)
    {
        while (_inputs < plan.Inputs || _bytes < plan.Bytes)
        {
            RunPair();
            if (_inputs < _nextCheck)
                continue;
            _nextCheck = _inputs + InputsBetweenChecks;
            CheckMemory();
            say(Summary());
        }
        CheckMemory();
        say(Summary());
    }

    private string Summary() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_inputs:n0} inputs, {_bytes:n0} bytes, {_watch.Elapsed.TotalSeconds:0} s, at most {_mostMemory / 1048576.0:0.0} MiB of memory: no fault");

    private void RunPair()
    {
        var pair = new ScreenPair(_random);
        var soup = new Soup(_random);
        try
        {
            for (var count = _random.Next(1, 40); count > 0; count--)
            {
                var input = soup.Wild();
                pair.Write(input);
                _survivor.Write(input);
                _inputs++;
                _bytes += input.Length;
                if (pair.Difference() is { } difference)
                    throw new FuzzException($"differs when cut: {difference}");
            }
            if (_random.Next(8) == 0)
            {
                pair.Resize();
                _survivor.Resize(_random.Next(1, 300), _random.Next(1, 100));
            }
            if ((pair.Difference() ?? pair.DifferenceOfKeyframes()) is { } end)
                throw new FuzzException($"differs in the end: {end}");
        }
        catch (Exception fault)
        {
            throw new FuzzException($"seed {plan.Seed}, input {_inputs}: {fault}\n{pair.Story}", fault);
        }
    }

    private void CheckMemory()
    {
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        _mostMemory = Math.Max(_mostMemory, memory);
        if (memory > MaxMemory)
            throw new FuzzException($"seed {plan.Seed}, input {_inputs}: {memory} bytes of memory");
    }
}
