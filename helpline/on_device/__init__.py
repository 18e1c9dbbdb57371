"""On her device: hashes she makes herself, on a page of ours; no image ever comes near us.

In the order of the road: `gate` may she? · `question` the button under the question for hashes · `page` the page is
offered in the chat · `leave` what an open page may still do · `made` what came of one file · `sent` it is kept, or
somebody was under 18.
"""
