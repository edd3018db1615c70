using System.Diagnostics;
using SessionShare.Bench;

try
{
    var arguments = Arguments.Parse(args);
    var parts = Parts.Of(arguments);
    if (parts.Any(part => part.Name is "far" or "slow-line") && await Netem.RunInside(args) is { } code)
        return code;

    using var children = Children.EndWithThis();
    var report = new Report(arguments);
    foreach (var part in parts)
    {
        report.Begin(part.Name, part.About);
        var begun = Stopwatch.GetTimestamp();
        await part.Measure(arguments, report);
        report.End(Stopwatch.GetElapsedTime(begun));
    }

    report.Write();
    return report.Rows.Any(row => row.Own is { IsMet: false }) ? 2 : 0;
}
catch (FormatException wrong)
{
    Console.Error.WriteLine($"bench: {wrong.Message}");
    return 1;
}
