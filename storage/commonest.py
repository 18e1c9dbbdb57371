"""The passphrases that are guessed first, in small letters and without signs; digits around them change nothing."""

WORDS = """
password passwort wachtwoord motdepasse paswoord welcome welkom bienvenue letmein iloveyou ikhouvanjou jetaime
qwerty azerty qwertz qwertyuiop azertyuiop qwertyqwerty azertyazerty asdfghjkl qsdfghjklm zxcvbnm wxcvbn 1q2w3e4r
1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc qazwsx qazwsxedc zaq12wsx 123qwe 123azerty qwe123 abc123 a1b2c3d4 abcdefgh
abcdefghij abcdefghijkl abcdefghijklm 123456789 1234567890 123456789012 1234567890123 12345678910 123456789101112
0123456789 987654321 9876543210 112233445566 123123123 123123123123 147258369 159753 741852963 monkey dragon
football baseball superman batman sunshine princess shadow master michael jordan charlie trustno1 whatever freedom
starwars computer internet samsung google facebook telegram haven helpline hulplijn administrator admin adminadmin
root rootroot administrateur beheerder counsellor supervisor passwordpassword password1234password
wachtwoordwachtwoord motdepassemotdepasse letmeinletmein correcthorsebatterystaple changeme changemechangeme
changemenow secret secretsecret geheim geheimgeheim bruxelles brussels brussel antwerpen belgium belgie belgique
vlaanderen anderlecht clubbrugge standard chocolate chocolat cheese ninja mustang jennifer thomas nicolas
sebastien hannah loveyou lovely summer winter zomer automne printemps spring
"""
COMMONEST = frozenset(WORDS.split())
