using System.Net.Http.Json;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

/// <summary>What is expected of answers.</summary>
internal static class Answers
{
    /// <summary>Refused for this reason: in the body, in the header, and with the table's status.</summary>
    public static async Task ShouldRefuse(this HttpResponseMessage answer, Reason reason)
    {
        var name = JsonNameOf(reason);
        var body = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).Should().Be(Reasons.Of(reason).HttpStatus, $"{name} is expected; the answer is {body}");
        answer.Headers.GetValues(HttpApi.ReasonHeader).Should().Equal(name);
        (await answer.Content.ReadFromJsonAsync<Refusal>())!.Reason.Should().Be(reason);
    }

    public static string JsonNameOf(Reason reason) => System.Text.Json.JsonSerializer.Serialize(reason).Trim('"');
}
