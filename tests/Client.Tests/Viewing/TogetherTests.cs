using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

/// <summary>What a viewer's client sends of presence, and what a sharer's client makes of runs.</summary>
public sealed class TogetherTests
{
    [Fact]
    public async Task What_changes_within_20_ms_goes_out_as_one_and_the_last_always()
    {
        var time = new FakeTime();
        var connection = new FakeViewerConnection();
        var shown = new PresenceShown(time);
        using var stop = new CancellationTokenSource();
        for (var block = 1; block <= 50; block++)
            shown.Show(Selecting(block));

        var sending = shown.Send(connection, () => Role.Edit, stop.Token);
        var first = await Next(connection, time);
        first.Request.Should().Be(Selecting(50));
        shown.Show(Selecting(51));
        first.Answer.SetResult(new PresenceReply(Refusal.Of(Reason.RateLimit)));
        var second = await Next(connection, time);
        second.Request.Should().Be(Selecting(51), "one that was too many is sent as it is by then");
        second.Answer.SetResult(new PresenceReply(null));

        connection.Shown.TryRead(out _).Should().BeFalse();
        await stop.CancelAsync();
        await sending.Settled();
    }

    [Fact]
    public void A_run_is_told_to_the_program_once_and_its_answer_to_the_server_as_often_as_it_asks()
    {
        var runs = new SharedRuns(() => { });
        var asked = new RunAsked(7, "p1", new Person("Bob", null), "ls");

        runs.Told(asked).Should().Be(new SharedEvent.RunAsked(7, "p1", new Person("Bob", null), "ls"));
        runs.Told(asked).Should().BeNull("the server tells it again after a reconnect");
        runs.Next().Should().BeNull("nobody knows yet what becomes of it");
        runs.Answer(new RunAnswer(7, RunState.Ran));
        runs.Next().Should().Be(new RunAnswer(7, RunState.Ran));
        runs.Next().Should().BeNull();
        runs.Told(asked).Should().BeNull();
        runs.Next().Should().Be(new RunAnswer(7, RunState.Ran), "the answer was lost");

        runs.Told(new RunAsked(7)).Should().BeNull("what ran can't be taken back");
        runs.Told(asked with { Number = 9 }).Should().NotBeNull();
        runs.Told(new RunAsked(9)).Should().Be(new SharedEvent.RunTakenBack(9));
        runs.Answer(new RunAnswer(7, RunState.Ran));
        runs.Next().Should().BeNull("it is about an older run");
    }

    [Fact]
    public async Task An_edit_that_was_taken_in_and_is_not_in_the_whole_text_that_follows_is_sent_again()
    {
        var connection = new FakeViewerConnection();
        var draft = new SharedDraft(() => "p1");
        using var stop = new CancellationTokenSource();
        var sending = draft.Send(connection, TimeProvider.System, stop.Token);
        draft.Edit(new DraftChange(0, 0, "ls"));
        var first = await connection.NextEdit();
        first.Answer.SetResult(new EditDraftReply(null, 0));

        draft.Take(new DraftUpdate(1L << 32, Text: "x"));
        (await connection.NextRead()).Answer.SetResult(new ReadDraftReply(null, new DraftUpdate(1L << 32, Text: "x"), Edited: 0));

        var again = await connection.NextEdit();
        (again.Request.Edit, again.Request.Number).Should().Be((first.Request.Edit, 1L << 32));
        draft.Text.Should().Contain("ls").And.Contain("x");
        await stop.CancelAsync();
        again.Answer.TrySetCanceled();
        await sending.Settled();
    }

    private static PresenceState Selecting(int block) => new(new PresenceSelection([new BlockRange(block, block)]));

    /// <summary>Lets time pass until the next state is sent.</summary>
    private static async Task<Call<PresenceState, PresenceReply>> Next(FakeViewerConnection connection, FakeTime time)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!connection.Shown.TryPeek(out _))
        {
            late.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        return await connection.NextShown();
    }
}
