using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Grains.Tests.Rules;

public sealed class FrameTailTests
{
    [Fact]
    public void Whatever_is_kept_reads_back_in_order_and_nothing_undurable_is_dropped() =>
        Prop.ForAll<(byte Add, byte Commit)[], byte>((steps, keep) =>
        {
            var tail = new FrameTail(0, keep);
            foreach (var (add, commit) in steps)
            {
                if (add % 5 > 0)
                    tail.Add(Run(tail.End + 1, add % 5));
                var due = tail.Undurable(commit * 10L);
                if (due.Count > 0)
                    tail.Committed(due[^1].First + due[^1].Count - 1);

                tail.Reaches(tail.Durable).Should().BeTrue();
                for (var after = tail.Durable; after < tail.End;)
                {
                    var next = tail.Next(after)!;
                    next.First.Should().Be(after + 1);
                    after = next.First + next.Count - 1;
                }
            }

            tail.HeldBytes.Should().Be(tail.Undurable(long.MaxValue).Sum(run => (long)run.Bytes.Length));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Runs_that_are_no_longer_kept_are_given_back_at_once()
    {
        var tail = new FrameTail(0, 0);

        var given = AddAndCommit(tail, 10);

        GC.Collect();
        given.Should().OnlyContain(bytes => !bytes.IsAlive);
        tail.End.Should().Be(10);
    }

    [Fact]
    public void What_lies_around_short_runs_counts_too()
    {
        var tail = new FrameTail(0, 1000);
        for (var i = 0; i < 100; i++)
        {
            tail.Add(Run(tail.End + 1, 1));
            tail.Committed(tail.End);
        }

        var each = Run(1, 1).Footprint();
        each.Should().BeGreaterThan(100);
        tail.Reaches(tail.End - (1000 / each)).Should().BeTrue();
        tail.Reaches(tail.End - (1000 / each) - 1).Should().BeFalse();
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static List<WeakReference> AddAndCommit(FrameTail tail, int runs)
    {
        var given = new List<WeakReference>();
        for (var i = 0; i < runs; i++)
        {
            var bytes = new byte[100];
            given.Add(new WeakReference(bytes));
            tail.Add(new RunValue(1, tail.End + 1, 1, bytes));
            tail.Committed(tail.End);
        }

        return given;
    }

    private static RunValue Run(long first, int count)
    {
        var writer = new ArrayBufferWriter<byte>();
        for (var i = 0; i < count; i++)
            FrameCodec.Write(writer, FrameKind.Output, 0, [(byte)(first + i)]);
        return new RunValue(1, first, count, writer.WrittenMemory);
    }
}
