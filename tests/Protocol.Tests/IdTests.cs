using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace SessionShare.Protocol.Tests;

public sealed class IdTests
{
    private const string Some = "0000000000000000000001";

    [Fact]
    public void An_id_is_22_characters_whatever_its_bits() =>
        Prop.ForAll<byte[]>(seed =>
        {
            var bits = new byte[16];
            (seed ?? []).Take(16).ToArray().CopyTo(bits, 0);
            var text = Base62.Encode(bits);
            text.Should().HaveLength(22);
            Base62.IsValid(text).Should().BeTrue();
            SessionId.Parse(text).ToString().Should().Be(text);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_largest_value_fits_and_the_next_does_not()
    {
        Base62.IsValid(Base62.Encode([.. Enumerable.Repeat((byte)0xFF, 16)])).Should().BeTrue();
        Base62.IsValid("zzzzzzzzzzzzzzzzzzzzzz").Should().BeFalse();
        BigInteger.Pow(62, 22).Should().BeGreaterThan(BigInteger.Pow(2, 128));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("000000000000000000000_")]
    [InlineData("00000000000000000000011")]
    public void What_is_no_id_is_refused(string text)
    {
        SessionId.TryParse(text, out _).Should().BeFalse();
        FluentActions.Invoking(() => SessionId.Parse(text)).Should().Throw<FormatException>().WithMessage($"*'{text}'*22 characters*");
    }

    [Theory]
    [InlineData($"https://share.example.com/s/{Some}#k=secret", "https://share.example.com/", "secret")]
    [InlineData($"http://127.0.0.1:5000/s/{Some}", "http://127.0.0.1:5000/", null)]
    [InlineData($"https://example.com/team/s/{Some}#block=3&k=abc", "https://example.com/team/", "abc")]
    public void A_link_gives_server_session_and_secret(string text, string server, string? secret)
    {
        SessionLink.TryParse(text, out var link).Should().BeTrue();
        (link!.Server.AbsoluteUri, link.Session.ToString(), link.Secret).Should().Be((server, Some, secret));
    }

    [Fact]
    public void A_link_writes_back_as_it_was_read() =>
        new SessionLink(new Uri("https://h:8443/"), SessionId.Parse(Some), "k").ToString().Should().Be($"https://h:8443/s/{Some}#k=k");

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("ftp://h/s/" + Some)]
    [InlineData("https://h/x/" + Some)]
    [InlineData("https://h/s/tooshort")]
    public void What_is_no_link_is_refused(string? text) => SessionLink.TryParse(text, out _).Should().BeFalse();
}
