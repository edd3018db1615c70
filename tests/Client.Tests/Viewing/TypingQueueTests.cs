using System.Text;
using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

public sealed class TypingQueueTests
{
    private readonly TypingQueue _queue = new(() => { });
    private TypeRequest? _newest;

    [Fact]
    public void Input_typed_while_a_piece_is_under_way_joins_the_next()
    {
        var first = Type("a");
        Next().Should().Be("1:a");
        var second = Type("b");
        var third = Type("c");
        Next().Should().Be("1:a", "it is not answered yet");
        Answer();
        first.IsCompletedSuccessfully.Should().BeTrue();
        Next().Should().Be("2:bc");
        Answer();
        (second.IsCompleted && third.IsCompleted).Should().BeTrue();
        _queue.Next().Should().BeNull();
    }

    [Fact]
    public void Long_input_is_split_and_done_when_all_of_it_is_taken()
    {
        var typed = Type(new string('x', WireLimits.TypeBytes + 1));
        (_newest = _queue.Next()!).Bytes.Length.Should().Be(WireLimits.TypeBytes);
        Answer();
        typed.IsCompleted.Should().BeFalse();
        Next().Should().Be("2:x");
        Answer();
        typed.IsCompleted.Should().BeTrue();
    }

    [Fact]
    public async Task Refused_input_is_dropped_whole_and_its_number_is_used_again()
    {
        var refused = Type(new string('x', WireLimits.TypeBytes + 1));
        Next();
        var later = Type("b");
        Answer(Refusal.Of(Reason.RoleTooLow));
        (await refused)!.Reason.Should().Be(Reason.RoleTooLow);
        Next().Should().Be("1:b");
        Answer();
        (await later).Should().BeNull();
    }

    [Fact]
    public void Piece_whose_answer_was_lost_is_sent_again_and_kept_until_it_was_written()
    {
        var first = Type("a");
        Next();
        _queue.Resume(0);
        Next().Should().Be("1:a");
        _queue.Resume(1);
        Next().Should().Be("1:a", "it was taken in, and nobody knows whether it was written");
        Answer(epoch: 7);
        first.IsCompletedSuccessfully.Should().BeTrue();

        _queue.Resume(0);
        Next().Should().Be("1:a", "the session that took it in is gone");
        Answer(written: 1, epoch: 7);
        _ = Type("b");
        Next().Should().Be("2:b");
    }

    [Fact]
    public void Numbers_go_on_above_what_the_session_took_in()
    {
        _queue.Resume(41);
        _ = Type("a");
        Next().Should().Be("42:a");
    }

    [Fact]
    public async Task Input_beyond_the_bound_is_refused_whole()
    {
        _ = Type(new string('x', TypingQueue.Most));
        (await Type("y"))!.Reason.Should().Be(Reason.Busy);
    }

    [Fact]
    public async Task End_answers_everything_that_waits_or_comes_later()
    {
        var waiting = Type("a");
        Next();
        _queue.End(Refusal.Of(Reason.SessionEnded));
        Answer();
        (await waiting)!.Reason.Should().Be(Reason.SessionEnded);
        (await Type("b"))!.Reason.Should().Be(Reason.SessionEnded);
    }

    [Fact]
    public void Input_that_was_taken_in_and_not_written_is_sent_again_where_nobody_knows_of_it()
    {
        foreach (var text in (string[])["a", "b", "c"])
        {
            _ = Type(text);
            Next();
            Answer(written: text == "c" ? 1 : 0, epoch: 7);
        }

        _queue.Resume(0);
        (_newest = _queue.Next()).Should().BeEquivalentTo(new { Number = 2L, Oldest = 2L, Epoch = 7L }, "a was written");
        Answer(written: 1, epoch: 7);
        Next().Should().Be("3:c");
        Answer(written: 3, epoch: 7);
        (_queue.Next(), _queue.IsUnwritten).Should().Be((null, false));
    }

    [Fact]
    public void Session_that_moved_without_a_lost_connection_asks_for_the_oldest_that_is_kept()
    {
        _ = Type("a");
        Next();
        Answer(epoch: 7);
        var second = Type("b");
        (_newest = _queue.Next()).Should().BeEquivalentTo(new { Number = 2L, Oldest = 1L, Epoch = (long?)null });
        Answer(Refusal.Of(Reason.Gap, expected: 1));
        Next().Should().Be("1:a");
        Answer(epoch: 7);
        Next().Should().Be("2:b");
        Answer(written: 2, epoch: 7);
        (second.IsCompletedSuccessfully, _queue.IsUnwritten).Should().Be((true, false));
    }

    [Fact]
    public void Who_types_nothing_more_asks_whether_the_session_still_has_it()
    {
        foreach (var text in (string[])["a", "b"])
        {
            _ = Type(text);
            Next();
            Answer(epoch: 7);
        }

        _queue.Next().Should().BeNull();
        _queue.Confirm();
        Next().Should().Be("2:b");
        Answer(written: 2, epoch: 7);
        (_queue.Next(), _queue.IsUnwritten).Should().Be((null, false));
    }

    [Fact]
    public void Who_may_not_type_any_more_sends_nothing_again()
    {
        _ = Type("a");
        Next();
        Answer(epoch: 7);
        _queue.Forget();
        _queue.Resume(0);
        _queue.Next().Should().BeNull();
    }

    [Fact]
    public async Task What_waits_behind_input_that_is_sent_again_is_refused_when_that_takes_long()
    {
        _ = Type("a");
        Next();
        Answer(epoch: 7);
        _queue.Resume(0);
        var late = Type("b");
        Next().Should().Be("1:a");
        _queue.Refuse(Refusal.Of(Reason.SharerAway));
        (await late)!.Reason.Should().Be(Reason.SharerAway);
        Next().Should().Be("1:a", "the session had it");
    }

    private void Answer(Refusal? refused = null, long written = 0, long epoch = 0) => _queue.Answered(_newest!, new TypeReply(refused, written, epoch));

    private Task<Refusal?> Type(string text) => _queue.Add(Encoding.ASCII.GetBytes(text));

    private string Next()
    {
        var request = _newest = _queue.Next()!;
        return $"{request.Number}:{Encoding.ASCII.GetString(request.Bytes.Span)}";
    }
}
