using SessionShare.Gateway.Embedded;
using SessionShare.Gateway.Feeds;
using SessionShare.Gateway.Rates;
using SessionShare.Gateway.SignIn;
using SessionShare.Grains.Audit;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Silo;
using SessionShare.Storage;

namespace SessionShare.Gateway.Tests;

public sealed class DocumentedSettingsTests
{
    [Fact]
    public void Every_setting_stands_in_the_operations_document_and_no_other()
    {
        Type[] sections =
        [
            typeof(GatewayOptions), typeof(SessionOptions), typeof(QuotaOptions), typeof(PlanOptions), typeof(SupportOptions), typeof(AuditOptions), typeof(PolicyOptions), typeof(RateOptions), typeof(FeedOptions), typeof(SiloOptions), typeof(PostgresOptions), typeof(AzureOptions),
            typeof(EmbeddedOptions), typeof(SignInOptions), typeof(BrowserOptions),
        ];
        var settings = sections.SelectMany(type => type.GetProperties().Select(property => $"{type.GetField("Section")!.GetValue(null)}:{property.Name}"));

        var documented = File.ReadAllLines(Checkout.Document("operations.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Contains(':', StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[1].Split(',').Select(name => name.Trim(' ', '`')))
            .Where(name => name.Contains(':', StringComparison.Ordinal) && !name.Contains('/', StringComparison.Ordinal));

        documented.Should().BeEquivalentTo(settings);
    }
}
