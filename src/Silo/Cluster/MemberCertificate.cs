using System.Security.Cryptography.X509Certificates;

namespace SessionShare.Silo.Cluster;

/// <summary>What a member of a cluster shows to the others, and whom it believes to be one.</summary>
internal sealed class MemberCertificate
{
    private readonly X509Certificate2 _authority;

    private MemberCertificate(X509Certificate2 own, X509Certificate2 authority) => (Own, _authority) = (own, authority);

    /// <summary>Its own, with the key.</summary>
    public X509Certificate2 Own { get; }

    /// <summary>By the settings; null: the cluster speaks without.</summary>
    /// <exception cref="Starting.StartException">The files can't be used.</exception>
    public static MemberCertificate? Of(SiloOptions options)
    {
        if (options.CertificateFile is not { } file)
            return null;
        try
        {
            return new MemberCertificate(X509Certificate2.CreateFromPemFile(file, options.CertificateKeyFile ?? file), X509CertificateLoader.LoadCertificateFromFile(options.AuthorityFile!));
        }
        catch (Exception fault) when (fault is System.Security.Cryptography.CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new Starting.StartException($"The certificate {file}, its key or its authority {options.AuthorityFile} can't be used: {fault.Message}");
        }
    }

    /// <summary>Whether the cluster's authority issued that certificate, and its time is not over.</summary>
    public bool IsMember(X509Certificate2 shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(shown);
    }
}
