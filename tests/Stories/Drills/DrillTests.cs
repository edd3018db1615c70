using System.Globalization;
using Xunit.Abstractions;

namespace SessionShare.Stories;

/// <summary>Short drills. Recovery times are a drill's to tell on a quiet machine: here they only have to end.</summary>
public sealed class DrillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Whatever_connections_are_cut_and_servers_killed_no_byte_is_lost_or_doubled()
    {
        await using var cuts = new Cuts(new Lines(output), seed: 1) { Pace = TimeSpan.FromMilliseconds(100) };

        await cuts.Run(20, 2);
    }

    private sealed class Lines(ITestOutputHelper output) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void WriteLine(string? value) => output.WriteLine(value ?? "");
    }
}
