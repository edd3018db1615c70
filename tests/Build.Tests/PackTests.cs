using System.IO.Compression;

namespace SessionShare.Build.Tests;

/// <summary>What others install, made from what is built already. eng/pack makes all of it.</summary>
public sealed class PackTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sessionshare-pack-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Protocol", "lib/net10.0/SessionShare.Protocol.dll", "lib/net10.0/SessionShare.Protocol.xml", "<dependency id=\"MessagePack\"")]
    [InlineData("Client", "lib/net10.0/SessionShare.Client.dll", "lib/net10.0/SessionShare.Client.xml", "<dependency id=\"SessionShare.Protocol\"")]
    public async Task Library_is_packed_with_what_it_documents_and_needs(string project, params string[] holds)
    {
        await DotNet.Run(Checkout.Root, "pack", $"src/{project}", "--no-build", "-c", "Debug", "-v:quiet", "--nologo", "-o", _folder.FullName);

        using var package = ZipFile.OpenRead(Directory.GetFiles(_folder.FullName, "*.nupkg").Single());
        using var nuspec = new StreamReader(package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
        var content = string.Join('\n', [.. package.Entries.Select(entry => entry.FullName), await nuspec.ReadToEndAsync()]);
        content.Should().ContainAll(holds);
    }
}
