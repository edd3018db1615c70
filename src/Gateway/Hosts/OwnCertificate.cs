using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;
using SessionShare.Silo.Starting;

namespace SessionShare.Gateway.Hosts;

/// <summary>
/// What a gateway that speaks TLS itself shows to its clients. Its files are looked at with each connection and read again when they have changed, so a renewed certificate needs no restart; as long as the new
/// ones can't be used, the old certificate is shown.
/// </summary>
internal sealed partial class OwnCertificate(IOptions<GatewayOptions> options, ILogger<OwnCertificate> logger)
{
    private readonly Lock _gate = new();
    private readonly string _file = options.Value.CertificateFile!;
    private readonly string _keyFile = options.Value.CertificateKeyFile ?? options.Value.CertificateFile!;
    private (DateTime Certificate, DateTime Key) _written;
    private SslStreamCertificateContext? _shown;

    /// <summary>How Kestrel is to speak TLS.</summary>
    /// <exception cref="StartException">The files can't be used.</exception>
    public TlsHandshakeCallbackOptions Handshake()
    {
        try
        {
            _written = Written();
            _shown = Read();
        }
        catch (Exception fault) when (IsUnusable(fault))
        {
            throw new StartException($"The certificate {_file} or its key {_keyFile} can't be used: {fault.Message}");
        }

        return new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = Current(),
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            }),
        };
    }

    private SslStreamCertificateContext Current()
    {
        lock (_gate)
        {
            if (Written() is var written && written == _written)
                return _shown!;
            _written = written;
            try
            {
                _shown = Read();
                LogRenewed(_file);
            }
            catch (Exception fault) when (IsUnusable(fault))
            {
                LogUnusable(_file, _keyFile, fault.Message);
            }

            return _shown!;
        }
    }

    private (DateTime Certificate, DateTime Key) Written() => (File.GetLastWriteTimeUtc(_file), File.GetLastWriteTimeUtc(_keyFile));

    /// <summary>The first certificate of the file is the server's, those behind it lead to its authority.</summary>
    private SslStreamCertificateContext Read()
    {
        var own = options.Value.CertificatePasswordFile is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(_file, File.ReadAllText(password).TrimEnd('\r', '\n'), _keyFile)
            : X509Certificate2.CreateFromPemFile(_file, _keyFile);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(_file);
        return SslStreamCertificateContext.Create(own, [.. chain.Skip(1)], offline: true);
    }

    private static bool IsUnusable(Exception fault) => fault is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;

    [LoggerMessage(Level = LogLevel.Information, Message = "The certificate {File} was renewed; connections from now on get the new one.")]
    private partial void LogRenewed(string file);

    [LoggerMessage(Level = LogLevel.Error, Message = "The certificate {File} or its key {KeyFile} has changed and can't be used; the old one is shown on: {Fault}")]
    private partial void LogUnusable(string file, string keyFile, string fault);
}
