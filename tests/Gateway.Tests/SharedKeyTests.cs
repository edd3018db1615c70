using System.Net.Http.Json;
using System.Security.Cryptography;
using SessionShare.Gateway.SignIn;
using SessionShare.Protocol;
using SessionShare.Silo.Settings;

namespace SessionShare.Gateway.Tests;

/// <summary>Gateways of one cluster that share the local issuer's key file.</summary>
public sealed class SharedKeyTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private TestGateway _one = null!;
    private TestGateway _other = null!;

    private string KeyFile => Path.Combine(_folder.FullName, "key");

    public async Task InitializeAsync()
    {
        File.WriteAllText(KeyFile, $"sessionshare-local-issuer 1\n{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead);
        _one = await TestGateway.Start("--set", $"Gateway:KeyFile={KeyFile}");
        _other = await TestGateway.Start("--set", $"Gateway:KeyFile={KeyFile}");
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Token_of_one_works_at_the_other()
    {
        var token = (await _one.SignIn("ann@example.com")).Token;

        var me = await _other.Get("api/me", token);

        (await me.Content.ReadFromJsonAsync<Me>())!.Email.Should().Be("ann@example.com");
    }

    [Fact]
    public async Task Cookie_of_one_works_at_the_other()
    {
        var token = (await _one.SignIn("ann@example.com")).Token;
        var code = await (await _one.Send(HttpMethod.Post, "api/sign-in/browser-code", null, token)).Content.ReadFromJsonAsync<BrowserCode>();
        var signedIn = await _one.Http.PostAsJsonAsync("api/sign-in/browser", code);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        var me = await _other.Get("api/me", null, ("Cookie", cookie));

        (await me.Content.ReadFromJsonAsync<Me>())!.Email.Should().Be("ann@example.com");
    }

    [Fact]
    public async Task Key_file_that_is_not_there_is_named()
    {
        var start = () => TestGateway.Start("--set", "Gateway:KeyFile=/nowhere/key");

        (await start.Should().ThrowAsync<SettingsException>()).Which.Faults.Should().ContainSingle().Which.Should().StartWith("Gateway:KeyFile is '/nowhere/key'; there is no such file.");
    }

    [Fact]
    public void Protected_data_is_read_with_the_same_key_for_the_same_purpose_only()
    {
        var random = RandomNumberGenerator.Create();
        var key = RandomNumberGenerator.GetBytes(32);
        var protectedData = new KeyedProtection(key, random).CreateProtector("a").Protect([1, 2, 3]);

        new KeyedProtection(key, random).CreateProtector("a").Unprotect(protectedData).Should().Equal(1, 2, 3);
        Refused(() => new KeyedProtection(key, random).CreateProtector("b").Unprotect(protectedData));
        Refused(() => new KeyedProtection(RandomNumberGenerator.GetBytes(32), random).CreateProtector("a").Unprotect(protectedData));
        Refused(() => new KeyedProtection(key, random).CreateProtector("a").Unprotect([1]));
        protectedData[^1] ^= 1;
        Refused(() => new KeyedProtection(key, random).CreateProtector("a").Unprotect(protectedData));

        static void Refused(Action act) => act.Should().Throw<CryptographicException>();
    }
}
