using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

public abstract partial class FrameLogContract
{
    /// <summary>One step of a random plan.</summary>
    private protected abstract record Step;

    /// <summary>Commits runs with frames of these lengths; every second run in a new epoch where asked.</summary>
    private protected sealed record Append(int[][] Runs, bool NewEpoch) : Step
    {
        public override string ToString() => $"Append {JsonSerializer.Serialize(Runs)}{(NewEpoch ? " in new epochs" : "")}";
    }

    /// <summary>Commits with a wrong generation or end.</summary>
    private protected sealed record AppendWrongly(bool OldGeneration) : Step;

    /// <summary>Reads once, from this part of the log, in thousandths.</summary>
    private protected sealed record ReadOnce(int From, int MaxBytes) : Step;

    /// <summary>Trims up to this part of the log, in thousandths.</summary>
    private protected sealed record Cut(int To) : Step;

    private protected sealed record TakeOver : Step;

    private protected sealed record Forget : Step;

    [Fact]
    public void Log_holds_what_a_plain_list_would_after_any_plan()
    {
        var plans = 0;
        Prop.ForAll(Arb.From(Plans, Shrink), plan => Follow(plan, $"plan {++plans}").GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithEndSize(30));
        plans.Should().BeGreaterThanOrEqualTo(40);
    }

    private static Gen<IReadOnlyList<Step>> Plans => Gen.Frequency(
            (6, Appends),
            (1, Gen.Elements(true, false).Select(old => (Step)new AppendWrongly(old))),
            (4, Gen.Choose(0, 1000).Zip(Gen.Choose(0, 200_000), (from, bytes) => (Step)new ReadOnce(from, bytes))),
            (2, Gen.Choose(0, 1000).Select(to => (Step)new Cut(to))),
            (1, Gen.Constant<Step>(new TakeOver())),
            (1, Gen.Constant<Step>(new Forget())))
        .ListOf().Select(steps => (IReadOnlyList<Step>)steps.ToList());

    private static Gen<Step> Appends =>
        Some(Some(Gen.Frequency((8, Gen.Choose(0, 60)), (1, Gen.Choose(0, 65536)))))
            .Zip(Gen.Elements(true, false), (runs, newEpoch) => (Step)new Append(runs, newEpoch));

    private static Gen<T[]> Some<T>(Gen<T> of) => of.NonEmptyListOf().Resize(8).Select(list => list.ToArray());

    private static IEnumerable<IReadOnlyList<Step>> Shrink(IReadOnlyList<Step> plan) =>
        plan.Select((_, skipped) => (IReadOnlyList<Step>)plan.Where((_, i) => i != skipped).ToList());

    private async Task Follow(IReadOnlyList<Step> plan, string session)
    {
        var (frames, head, epoch, trimmed) = (new List<LoggedFrame>(), await Log.Open(session, default), 1L, 0);
        foreach (var step in plan)
        {
            switch (step)
            {
                case Append append:
                    var runs = RunsOf(append, frames.Count, ref epoch);
                    await Commit(TestFrames.Commit(session, head.Generation, frames.Count, runs));
                    frames.AddRange(TestFrames.Frames(runs));
                    break;
                case AppendWrongly wrong:
                    var lie = wrong.OldGeneration ? head with { Generation = head.Generation - 1, End = frames.Count } : head with { End = frames.Count + 1 };
                    (await Log.Commit(TestFrames.Commit(session, lie, 5), default)).Should().Be(CommitOutcome.Conflict);
                    break;
                case ReadOnce read:
                    var after = frames.Count * read.From / 1000;
                    var found = TestFrames.Frames(await Log.Read(session, after, read.MaxBytes, default));
                    after = Math.Max(after, trimmed);
                    found.Should().Equal(frames.Skip(after).Take(found.Count));
                    found.Count.Should().BeGreaterThanOrEqualTo(Math.Min(1, frames.Count - after));
                    break;
                case Cut cut:
                    var to = frames.Count * cut.To / 1000;
                    (await Log.Trim(new LogTrim(session, head.Generation, to + 1, PayloadOf(frames.Take(to))), default)).Should().Be(CommitOutcome.Committed);
                    trimmed = Math.Max(trimmed, to);
                    break;
                case TakeOver:
                    head = await Log.Open(session, default);
                    break;
                case Forget:
                    await Log.Delete(session, default);
                    frames.Clear();
                    trimmed = 0;
                    head = await Log.Open(session, default);
                    break;
            }
        }

        (await ReadAll(session)).Should().Equal(frames.Skip(trimmed));
        var payloadBytes = PayloadOf(frames);
        (await Log.Peek(session, default)).Should().Be(
            new LogHead(
                head.Generation, trimmed + 1, frames.Count, frames.Count > 0 ? frames[^1].Epoch : 0, payloadBytes, null, PayloadOf(frames.Take(trimmed))));
        (await Log.PayloadBytesOn(session, TestFrames.Day, default)).Should().Be(payloadBytes);
    }

    private static long PayloadOf(IEnumerable<LoggedFrame> frames) => frames.Sum(frame => frame.Payload.Length / 2L);

    private static List<LoggedRun> RunsOf(Append append, long end, ref long epoch)
    {
        var runs = new List<LoggedRun>();
        foreach (var lengths in append.Runs)
        {
            epoch += append.NewEpoch && runs.Count % 2 == 0 ? 1 : 0;
            runs.Add(new LoggedRun(epoch, TestFrames.Run(end + 1, lengths)));
            end += lengths.Length;
        }

        return runs;
    }
}
