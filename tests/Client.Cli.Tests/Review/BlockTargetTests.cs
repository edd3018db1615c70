using SessionShare.Cli.Review;

namespace SessionShare.Cli.Tests.Review;

public sealed class BlockTargetTests
{
    private const string Id = "6X0xZuobkOtxGNNR8CY2MY";
    private const string Link = $"https://host:8443/s/{Id}#k=2wS82hFR2T8xXGObg4hS2R";

    [Theory]
    [InlineData($"{Id}:12", false)]
    [InlineData($"{Link}:12", true)]
    [InlineData($"{Link}&block=12", true)]
    [InlineData($"https://host/s/{Id}#block=12", true)]
    public void Block_is_named_behind_the_session_or_by_a_link_to_it(string text, bool isLink)
    {
        var (target, fault) = BlockTarget.Parse(text);
        fault.Should().BeNull();
        target!.Block.Should().Be(12);
        target.Session.Session.ToString().Should().Be(Id);
        (target.Session.Link is not null).Should().Be(isLink);
    }

    [Fact]
    public void Links_secret_is_its_own() =>
        BlockTarget.Parse($"{Link}:12").Target!.Session.Link!.Secret.Should().Be("2wS82hFR2T8xXGObg4hS2R");

    [Theory]
    [InlineData(Id)]
    [InlineData(Link)]
    [InlineData($"{Id}:0")]
    [InlineData($"{Id}:-1")]
    [InlineData($"{Id}:x")]
    [InlineData($"{Link}&block=")]
    public void Session_without_a_block_is_told_how_to_name_one(string text) =>
        BlockTarget.Parse(text).Fault.Should().StartWith($"'{text}' names no block").And.Contain("ID:12");

    [Fact]
    public void Block_of_no_session_is_told_what_a_session_is() =>
        BlockTarget.Parse("abc:12").Fault.Should().StartWith("'abc' is neither a link");
}
