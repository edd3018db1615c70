namespace SessionShare.Grains.Users;

/// <summary>The sessions that others share with one person; the key is the e-mail address, in lower case, of someone who may never have signed in.</summary>
[Alias("sessionshare.invitations")]
public interface IInvitationsGrain : IGrainWithStringKey
{
    /// <summary>A session lets this person in.</summary>
    [Alias("add")]
    Task Add(string session);

    /// <summary>It no longer does, or nothing is left of it.</summary>
    [Alias("remove")]
    Task Remove(string session);

    /// <summary>Ids of the sessions, oldest invitation first.</summary>
    [Alias("sessions")]
    Task<string[]> Sessions();
}

/// <summary>Finding the grain of an address.</summary>
public static class Invitations
{
    /// <summary>The invitations of an address, however it is capitalised.</summary>
    public static string KeyOf(string email) => email.ToLowerInvariant();
}
