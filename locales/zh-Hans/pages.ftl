# 页面上的文字。
pages-duties = { $count } 个值班
