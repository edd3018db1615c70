using SessionShare.Cli.Redacting;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Redacting;

/// <summary>What a sharer may write into the draft, that all who are here read at once.</summary>
public sealed class DraftGuardTests : IDisposable
{
    private readonly TestHome _home = new(("API_TOKEN", "plain-words-but-" + "mine"));

    private Redaction On => Redaction.Of(null, _home.Surroundings);

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("git commit -m \"the token is invalid: check it\" && git push -u origin main")]
    [InlineData("ssh-keygen -t ed25519 --key-file x; curl http://localhost:5000/keys?max_tokens=40")]
    [InlineData("docker run -e PASSWORD=$PASSWORD --rm -p 8080:80 https://example.com:8443/x")]
    [InlineData("export TOKEN=$(pass show token); kubectl get secret -o yaml | grep password:")]
    [InlineData("./deploy --password-file ~/.pw --token-type bearer of news")]
    public void Ordinary_command_line_is_admitted_key_by_key(string line)
    {
        for (var at = 0; at < line.Length; at++)
            On.Admits(line[..at], new DraftChange(at, at, line[at..(at + 1)])).Should().BeTrue("of {0}, behind {1}", line[at], line[..at]);
    }

    [Theory]
    [InlineData("export DB_PASSWORD=", "h")]
    [InlineData("", "export DB_PASSWORD=hunter2")]
    [InlineData("git clone https://me:", "pw1@host/x")]
    [InlineData("echo plain-words-but-", "mine")]
    [InlineData("curl -H 'Authorization: Basic ", "QWxhZGRpbg=='")]
    public void Secret_is_not_whether_typed_or_pasted(string before, string typed) =>
        On.Admits(before, new DraftChange(before.Length, before.Length, typed)).Should().BeFalse();

    [Fact]
    public void What_others_wrote_is_theirs_and_one_writes_on_beside_it()
    {
        const string text = "export PASSWORD=changeme; make";
        On.Admits(text, new DraftChange(text.Length, text.Length, " all")).Should().BeTrue();
        On.Admits(text, new DraftChange(0, 7, "")).Should().BeTrue();
        On.Admits(text, new DraftChange(24, 24, "2")).Should().BeFalse("that is in it");
    }

    [Fact]
    public void With_redaction_off_all_is() =>
        Redaction.Of(new RedactChoice(false, []), _home.Surroundings).Admits("", new DraftChange(0, 0, "PASSWORD=hunter2")).Should().BeTrue();
}
