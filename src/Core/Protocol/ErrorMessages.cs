namespace Venueless.Fast.Core.Protocol;

/// <summary>Texts of shared errors; most are fixed by the specification (connection.md section 4 and 5).</summary>
public static class ErrorMessages
{
    public const string PermissionDenied = "Permission denied.";
    public const string UnknownRoom = "Unknown room ID";
    public const string NoMatchingModule = "Room does not contain a matching module.";
    public const string Fatal = "Fatal Server Error";
    public const string Replaced = "Connection replaced";
    public const string Unavailable = "The service is temporarily unavailable, please try again.";
    public const string Refused = "The body holds something that cannot be stored.";
}
