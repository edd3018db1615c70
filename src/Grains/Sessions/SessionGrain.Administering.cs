using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>What an operator of the sharer's organization may see and do: how the session runs, and end it. Nothing of what is in it.</summary>
internal sealed partial class SessionGrain
{
    public Task<InspectAnswer> Inspect(string organization) => Task.FromResult(
        Owned() is { } session && Organization == organization
            ? new InspectAnswer(null, session.Inspect(_figures))
            : new InspectAnswer(RefusalValue.Of(Reason.UnknownOrForbidden), null));

    public async Task<RefusalValue?> EndByOperator(string organization, UserIdentity user, string? address)
    {
        if (Owned() is not { } session || Organization != organization)
            return RefusalValue.Of(Reason.UnknownOrForbidden);
        if (session.Ended is { } ended)
            return new RefusalValue(Reason.SessionEnded, ended.Text, null);

        session.EndByOperator(user, address, Now);
        await Stored();
        return null;
    }

    public async Task Forget(string email)
    {
        if (Owned() is not { } session)
            return;
        session.ForgetPerson(email);
        await Stored();
        await TellInvited(session);
    }
}
