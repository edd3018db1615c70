using System.Text;
using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

public sealed class TypingQueueTests
{
    private readonly TypingQueue _queue = new(() => { });

    [Fact]
    public void Input_typed_while_a_piece_is_under_way_joins_the_next()
    {
        var first = Type("a");
        Next().Should().Be("1:a");
        var second = Type("b");
        var third = Type("c");
        Next().Should().Be("1:a", "it is not answered yet");
        _queue.Answered(null);
        first.IsCompletedSuccessfully.Should().BeTrue();
        Next().Should().Be("2:bc");
        _queue.Answered(null);
        (second.IsCompleted && third.IsCompleted).Should().BeTrue();
        _queue.Next().Should().BeNull();
    }

    [Fact]
    public void Long_input_is_split_and_done_when_all_of_it_is_taken()
    {
        var typed = Type(new string('x', WireLimits.TypeBytes + 1));
        _queue.Next()!.Bytes.Length.Should().Be(WireLimits.TypeBytes);
        _queue.Answered(null);
        typed.IsCompleted.Should().BeFalse();
        Next().Should().Be("2:x");
        _queue.Answered(null);
        typed.IsCompleted.Should().BeTrue();
    }

    [Fact]
    public async Task Refused_input_is_dropped_whole_and_its_number_is_used_again()
    {
        var refused = Type(new string('x', WireLimits.TypeBytes + 1));
        _queue.Next();
        var later = Type("b");
        _queue.Answered(Refusal.Of(Reason.RoleTooLow));
        (await refused)!.Reason.Should().Be(Reason.RoleTooLow);
        Next().Should().Be("1:b");
        _queue.Answered(null);
        (await later).Should().BeNull();
    }

    [Fact]
    public void Piece_whose_answer_was_lost_is_sent_again_unless_it_was_taken()
    {
        var first = Type("a");
        Next();
        _queue.Resume(0);
        Next().Should().Be("1:a");
        _queue.Resume(1);
        first.IsCompletedSuccessfully.Should().BeTrue();
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
        _queue.Answered(null);
        (await waiting)!.Reason.Should().Be(Reason.SessionEnded);
        (await Type("b"))!.Reason.Should().Be(Reason.SessionEnded);
    }

    private Task<Refusal?> Type(string text) => _queue.Add(Encoding.ASCII.GetBytes(text));

    private string Next()
    {
        var request = _queue.Next()!;
        return $"{request.Number}:{Encoding.ASCII.GetString(request.Bytes.Span)}";
    }
}
