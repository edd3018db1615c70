namespace SessionShare.Protocol.Tests;

/// <summary>The arithmetic of edits, on random texts: every case says its seed.</summary>
public sealed class DraftDeltaTests
{
    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 400)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Two_edits_of_one_text_end_at_the_same_text_in_either_order(int seed)
    {
        var random = new Random(seed);
        var text = DraftPlan.Text(random, 30);
        var (first, second) = (DraftPlan.Delta(random, text), DraftPlan.Delta(random, text));

        var (firstBehind, secondBehind) = DraftDelta.Rebase(first, second);

        secondBehind.Apply(first.Apply(text)).Should().Be(firstBehind.Apply(second.Apply(text)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_edit_and_its_inverse_and_two_joined_are_what_they_say(int seed)
    {
        var random = new Random(seed);
        var text = DraftPlan.Text(random, 30);
        var one = DraftPlan.Delta(random, text);
        var between = one.Apply(text);
        var two = DraftPlan.Delta(random, between);

        one.Invert(text).Apply(between).Should().Be(text);
        one.Then(two).Apply(text).Should().Be(two.Apply(between));
        DraftText.Apply(text, one.ToChanges()).Should().Be(between);
        DraftDelta.Of(one.ToChanges(), text.Length).ToChanges().Should().Equal(one.ToChanges());
        DraftDelta.Between(text, between).Apply(text).Should().Be(between);
        (one.LengthBefore, one.LengthAfter).Should().Be((text.Length, between.Length));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_edits_make_of_each_other_cuts_no_character_and_is_a_right_edit(int seed)
    {
        var random = new Random(seed);
        var text = DraftPlan.Text(random, 20);
        var (first, second) = (DraftPlan.Delta(random, text), DraftPlan.Delta(random, text));
        var (_, behind) = DraftDelta.Rebase(first, second);
        var after = first.Apply(text);

        if (!behind.IsEmpty)
            DraftText.FaultOf(after, behind.ToChanges()).Should().BeNull();
        DraftText.FaultOf(behind.Apply(after)).Should().BeNull();
        var other = DraftPlan.Text(random, 20);
        DraftText.FaultOf(text, DraftDelta.Between(text, other) is { IsEmpty: false } whole ? whole.ToChanges() : [new(0, 0, "")]).Should().BeNull();
    }

    [Fact]
    public void Where_both_insert_at_one_place_the_one_in_the_list_stands_first()
    {
        var (theirs, ours) = (DraftDelta.Of([new(2, 2, "T")], 4), DraftDelta.Of([new(2, 2, "O")], 4));

        var (_, behind) = DraftDelta.Rebase(theirs, ours);

        behind.Apply(theirs.Apply("abcd")).Should().Be("abTOcd");
    }

    [Fact]
    public void A_position_moves_with_the_text_around_it()
    {
        var edit = DraftDelta.Of([new(1, 3, "x"), new(5, 5, "yy")], 8);

        Enumerable.Range(0, 9).Select(edit.Map).Should().Equal(0, 2, 2, 2, 3, 6, 7, 8, 9);
    }

    [Theory]
    [InlineData(2, 1, "", "*does not fit*")]
    [InlineData(0, 9, "", "*the text has 5 units*")]
    [InlineData(-1, 0, "", "*does not fit*")]
    [InlineData(4, 4, "x", "*surrogate pair*")]
    [InlineData(0, 4, "x", "*surrogate pair*")]
    [InlineData(0, 0, "\u001b[201~", "*U+001B*")]
    [InlineData(0, 0, "\u009b", "*U+009B*")]
    [InlineData(0, 0, "\r", "*U+000D*")]
    public void A_wrong_edit_is_named(int from, int to, string insert, string fault) =>
        DraftText.FaultOf("abc😀", [new(from, to, insert)]).Should().Match(fault);

    [Fact]
    public void Half_a_character_is_no_text()
    {
        // Not as an attribute's argument: those are UTF-8.
        foreach (var half in (char[])['\ud83d', '\ude00'])
            DraftText.FaultOf($"a{half}b").Should().Be("A draft holds no half of a surrogate pair.");
    }

    [Fact]
    public void Sizes_are_bounded()
    {
        var full = new string('x', WireLimits.DraftUnits);
        DraftText.FaultOf(full, [new(0, 1, "y")]).Should().BeNull();
        DraftText.FaultOf(full, [new(0, 0, "y")]).Should().Be("A draft has at most 32768 UTF-16 units; this edit would make it 32769.");
        DraftText.FaultOf("", [new(0, 0, new string('x', WireLimits.DraftInsertUnits))]).Should().BeNull();
        DraftText.FaultOf("", [new(0, 0, new string('x', WireLimits.DraftInsertUnits + 1))]).Should().Be("An edit inserts at most 8192 UTF-16 units; this one 8193.");
        DraftText.FaultOf(full, [.. Enumerable.Range(0, WireLimits.DraftChanges + 1).Select(at => new DraftChange(at, at + 1, ""))]).Should().Be("An edit has 1 to 256 changes.");
        DraftText.FaultOf("ab", [new(1, 2, ""), new(0, 1, "")]).Should().Match("*positions grow*");
        DraftText.FaultOf("tabs\tand\nlines").Should().BeNull();
    }

    [Fact]
    public void The_largest_edit_fits_into_a_message_and_the_largest_presence_into_its_bound()
    {
        var edit = new EditDraftRequest(long.MaxValue, long.MaxValue, [.. Enumerable.Range(0, WireLimits.DraftChanges).Select(at => new DraftChange(32_000, 32_000, at == 0 ? new string('é', WireLimits.DraftInsertUnits) : ""))]);
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(edit, ProtocolJson.Default.EditDraftRequest).Length.Should().BeLessThan(WireLimits.ViewerMessageBytes - 1024);

        var state = new PresenceState(
            new PresenceSelection([.. Enumerable.Repeat(new BlockRange(int.MaxValue, int.MaxValue), WireLimits.PresenceRanges)]),
            new DraftCursor((1L << 53) - 1, WireLimits.DraftUnits, WireLimits.DraftUnits),
            new PresenceFollow(new string('z', 22)),
            Typing: true);
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(state, ProtocolJson.Default.PresenceState).Length.Should().BeLessThanOrEqualTo(WireLimits.PresenceBytes);
        state.Fault().Should().NotBeNull("follow is no participant's id").And.Be("follow names no participant.");
    }
}
