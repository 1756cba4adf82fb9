namespace Venueless.Fast.Core.Domain;

/// <summary>Values of <c>core_user.type</c>.</summary>
public static class UserTypes
{
    public const string Person = "person";
    public const string Kiosk = "kiosk";
    public const string Anonymous = "anon";
}
